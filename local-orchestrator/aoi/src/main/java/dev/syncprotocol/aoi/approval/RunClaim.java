package dev.syncprotocol.aoi.approval;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Claims an approved run's directory: it comes into being with approval and summary in it, or not at all, so that a stop at any instant leaves no
 * half claimed run; a second claim of the same run fails.
 */
public final class RunClaim {
    /** The summary as it was approved, for programs. */
    public static final String SUMMARY_JSON = "preflight_summary.json";

    /** The same for people. */
    public static final String SUMMARY_MARKDOWN = "preflight_summary.md";

    private RunClaim() {}

    /**
     * Claims.
     *
     * @return the run's directory
     * @throws SyncException {@code token_used} when it is already there
     */
    public static Path claim(Path results, PreflightSummary summary, Approval approval) throws IOException {
        Path run = results.resolve(approval.run().value());
        Files.createDirectories(results);
        Path prepared = Files.createDirectory(results.resolve(
                ".claim-" + approval.run() + "-" + ProcessHandle.current().pid()));
        write(prepared.resolve(Approval.NAME), approval.json());
        write(prepared.resolve(SUMMARY_JSON), summary.json());
        write(prepared.resolve(SUMMARY_MARKDOWN), summary.markdown());
        AtomicFile.forceFolder(prepared);
        if (Files.exists(run)) {
            drop(prepared);
            throw used(run);
        }
        move(prepared, run);
        AtomicFile.forceFolder(results);
        return run;
    }

    private static void move(Path prepared, Path run) throws IOException {
        try {
            Files.move(prepared, run, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Claimed between the look and the move: the one that was first has a directory that is not empty.
            drop(prepared);
            throw used(run);
        }
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.writeForced(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void drop(Path prepared) throws IOException {
        Files.delete(prepared.resolve(Approval.NAME));
        Files.delete(prepared.resolve(SUMMARY_JSON));
        Files.delete(prepared.resolve(SUMMARY_MARKDOWN));
        Files.delete(prepared);
    }

    private static SyncException used(Path run) {
        return new SyncException(ErrorCode.TOKEN_USED, "the token was used: " + run + " is already there");
    }
}
