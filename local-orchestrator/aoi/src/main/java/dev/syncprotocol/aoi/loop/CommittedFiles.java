package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.log.Evidence;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files a log committed, as they lie there now: each is there with its digest, or it is named.
 *
 * @param log what was committed
 */
record CommittedFiles(LogReading log) {
    /**
     * The first file that is not as it was committed.
     *
     * @param intact how many entries before it are whole
     * @param fault {@code evidence_missing} or {@code evidence_changed}, naming the file
     */
    record Damage(int intact, SyncException fault) {}

    /** The first damage; empty when every file is as it was. */
    Optional<Damage> first() throws IOException {
        int intact = 0;
        for (LogEntry entry : log.entries()) {
            for (Evidence evidence : entry.record().evidence()) {
                if (!evidence.holds()) {
                    return Optional.of(new Damage(intact, fault(entry, evidence)));
                }
            }
            intact++;
        }
        return Optional.empty();
    }

    /**
     * That these files are as they were committed; one that no stage committed is not looked at.
     *
     * @throws SyncException {@code evidence_missing} or {@code evidence_changed}, naming the first that is not
     */
    void demand(List<Path> files) throws IOException {
        for (LogEntry entry : log.entries()) {
            for (Evidence evidence : entry.record().evidence()) {
                if (files.contains(Path.of(evidence.path())) && !evidence.holds()) {
                    throw fault(entry, evidence);
                }
            }
        }
    }

    /** Every damage. */
    List<SyncException> faults() throws IOException {
        List<SyncException> faults = new ArrayList<>();
        for (LogEntry entry : log.entries()) {
            for (Evidence evidence : entry.record().evidence()) {
                if (!evidence.holds()) {
                    faults.add(fault(entry, evidence));
                }
            }
        }
        return faults;
    }

    private static SyncException fault(LogEntry entry, Evidence evidence) {
        String file =
                evidence.path() + " of " + entry.phase() + " " + entry.stage().word();
        return Files.isRegularFile(Path.of(evidence.path()))
                ? new SyncException(
                        ErrorCode.EVIDENCE_CHANGED,
                        file + " is not the committed file " + evidence.sha256().abbreviated())
                : new SyncException(ErrorCode.EVIDENCE_MISSING, file + " is gone");
    }
}
