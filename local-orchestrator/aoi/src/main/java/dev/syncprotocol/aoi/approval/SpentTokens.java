package dev.syncprotocol.aoi.approval;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tokens that let an earlier run go on: such a token claims no directory of its own name, so its use is noted here. One file a token, made once.
 *
 * @param folder {@code <workspace>/results/.spent}
 */
public record SpentTokens(Path folder) {
    private static final String NAME = ".spent";

    /** Those of a workspace's runs. */
    public static SpentTokens of(Path results) {
        return new SpentTokens(results.resolve(NAME));
    }

    /**
     * Uses a token up.
     *
     * @param token the run the token names
     * @param resumed the run that goes on with it
     * @throws SyncException {@code token_used}
     */
    public void spend(RunId token, RunId resumed) throws IOException {
        Files.createDirectories(folder);
        try {
            Files.writeString(Files.createFile(place(token)), resumed + "\n");
        } catch (FileAlreadyExistsException e) {
            throw used(token);
        }
    }

    /** @throws SyncException {@code token_used} when it was used up here */
    void requireUnused(RunId token) {
        if (Files.exists(place(token))) {
            throw used(token);
        }
    }

    private Path place(RunId token) {
        return folder.resolve(token.value());
    }

    private static SyncException used(RunId token) {
        return new SyncException(
                ErrorCode.TOKEN_USED, "the token of " + token + " was used: an earlier run went on with it");
    }
}
