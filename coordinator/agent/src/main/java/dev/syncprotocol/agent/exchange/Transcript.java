package dev.syncprotocol.agent.exchange;

import dev.syncprotocol.agent.model.ModelKey;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The folder of one fulfilment below {@code reports/agent/}: a file a call, each written whole or not at all. */
public final class Transcript {
    private static final RepoPath REPORTS = new RepoPath("reports/agent/");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_IN_A_SECOND = 1_000;

    private final RepoPath path;
    private final Path folder;
    private final ModelKey key;

    private Transcript(RepoPath path, Path folder, ModelKey key) {
        this.path = path;
        this.folder = folder;
        this.key = key;
    }

    /**
     * A new folder.
     *
     * @param key kept out of everything that is written
     */
    public static Transcript open(Path workspace, ModelKey key, Clock clock) throws IOException {
        if (REPORTS.leaves(workspace)) {
            throw new SyncException(ErrorCode.PATH_REFUSED, REPORTS + " is a link that leads out of the workspace");
        }
        Path reports = Files.createDirectories(REPORTS.below(workspace));
        String stamp = STAMP.format(clock.instant());
        for (int i = 1; i < MOST_IN_A_SECOND; i++) {
            String name = i == 1 ? stamp : stamp + "-" + i;
            try {
                Path folder = Files.createDirectory(reports.resolve(name));
                return new Transcript(new RepoPath(REPORTS + name + "/"), folder, key);
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
        }
        throw new SyncException(ErrorCode.IO, "too many transcripts of one second in " + REPORTS);
    }

    /** Where it lies in the workspace. */
    public RepoPath path() {
        return path;
    }

    void write(Exchange exchange) throws IOException {
        String name = String.format(Locale.ROOT, "%04d.json", exchange.call());
        Path fresh = folder.resolve(name + ".new");
        Files.writeString(fresh, SyncJson.pretty(exchange.document(key)));
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
