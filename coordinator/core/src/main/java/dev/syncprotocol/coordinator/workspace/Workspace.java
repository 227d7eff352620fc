package dev.syncprotocol.coordinator.workspace;

import dev.syncprotocol.coordinator.ledger.GitRepository;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A git repository with {@code .sync/config.yaml} (coordinator.md section 2).
 *
 * @param root the top of the work tree, absolute and real
 * @param repository its git repository
 * @param config its settings
 */
public record Workspace(Path root, GitRepository repository, WorkspaceConfig config) {
    /** The settings' place below the root. */
    public static final String CONFIG = ".sync/config.yaml";

    /**
     * The workspace around a folder.
     *
     * @throws SyncException {@link ErrorCode#NOT_A_WORKSPACE} when there is none; {@link ErrorCode#CONFIG_INVALID} with
     *     every broken rule of its settings
     */
    public static Workspace around(Path folder) throws IOException {
        return find(folder)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.NOT_A_WORKSPACE,
                        folder + " is in no workspace: no git repository around it has " + CONFIG,
                        null,
                        "sync init makes one",
                        List.of(),
                        List.of("sync init")));
    }

    /** The workspace around a folder, or empty when there is none; broken settings are an error as in {@link #around}. */
    public static Optional<Workspace> find(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<GitRepository> repository = GitRepository.around(folder);
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        Path root = repository.get().workTree();
        Path config = root.resolve(CONFIG);
        return Files.isRegularFile(config)
                ? Optional.of(new Workspace(root, repository.get(), WorkspaceConfig.read(config)))
                : Optional.empty();
    }

    /** The folder of launches. */
    public Path launches() {
        return root.resolve(".sync").resolve("launches");
    }
}
