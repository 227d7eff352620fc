package dev.syncprotocol.coordinator.workspace;

import dev.syncprotocol.coordinator.ledger.GitRepository;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What {@code sync init} did.
 *
 * @param workspace the workspace
 * @param created what was made or added to, relative to the root, sorted; empty when everything was there
 * @param next safe commands that lead on
 */
public record WorkspaceInit(Workspace workspace, List<String> created, List<String> next) {
    private static final List<String> FOLDERS =
            List.of("checkpoints", "configs", "data", "logs", "reports", "rounds", "templates");

    /** What stays out of the user's commits: everything of ours but the settings, and what a training writes. */
    private static final List<String> IGNORED = List.of(
            "/.sync/*", "!/.sync/config.yaml", "/logs/", "/checkpoints/", "/models/", "/experiments/runs/", "/best/");

    public WorkspaceInit {
        created = List.copyOf(created);
        next = List.copyOf(next);
    }

    /**
     * Makes a workspace of a folder: a git repository, the settings, folders, and lines of {@code .gitignore}. Never
     * overwrites, and commits nothing. The repository around the folder is taken, unless the folder is new or empty: then
     * it gets a repository of its own.
     *
     * @param folder made if it is not there
     * @param config the settings to write; settings that are there stay as they are
     * @throws SyncException {@link ErrorCode#REPOSITORY_UNSUPPORTED} before anything is written;
     *     {@link ErrorCode#EXPECTATION_CONFLICT} when there are settings with other parties already
     */
    public static WorkspaceInit run(Path folder, WorkspaceConfig config) throws IOException {
        Optional<GitRepository> existing = existing(folder);
        if (existing.isPresent()) {
            existing.get().refuseUnsupported();
        }
        TreeSet<String> created = new TreeSet<>();
        GitRepository repository = existing.isPresent() ? existing.get() : create(folder, created);
        Path root = repository.workTree();
        settings(root, config, created);
        for (String name : FOLDERS) {
            folder(root, name, created);
        }
        ignored(root, created);
        Workspace workspace = Workspace.around(root);
        return new WorkspaceInit(workspace, new ArrayList<>(created), List.of("sync round next", "sync status"));
    }

    private static Optional<GitRepository> existing(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.findAny().isPresent() ? GitRepository.around(folder) : Optional.empty();
        }
    }

    private static GitRepository create(Path folder, TreeSet<String> created) throws IOException {
        Files.createDirectories(folder);
        created.add(".git/");
        return GitRepository.create(folder);
    }

    private static void settings(Path root, WorkspaceConfig config, TreeSet<String> created) throws IOException {
        Path file = root.resolve(Workspace.CONFIG);
        if (Files.isRegularFile(file)) {
            refuseOther(WorkspaceConfig.read(file), config);
            return;
        }
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("config.yaml.new");
        Files.writeString(fresh, config.yaml());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        created.add(Workspace.CONFIG);
    }

    private static void refuseOther(WorkspaceConfig present, WorkspaceConfig wanted) {
        boolean asked = !wanted.parties().equals(WorkspaceConfig.STANDARD.parties());
        if (asked && !present.parties().equals(wanted.parties())) {
            throw new SyncException(
                    ErrorCode.EXPECTATION_CONFLICT,
                    Workspace.CONFIG + " declares other parties already",
                    null,
                    "settings are never overwritten; edit the file to change them",
                    List.of(),
                    List.of("sync status"));
        }
    }

    private static void folder(Path root, String name, TreeSet<String> created) throws IOException {
        Path folder = root.resolve(name);
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            created.add(name + "/");
        }
    }

    private static void ignored(Path root, TreeSet<String> created) throws IOException {
        Path file = root.resolve(".gitignore");
        String text = Files.isRegularFile(file) ? Files.readString(file) : "";
        List<String> present = text.lines().map(String::strip).toList();
        List<String> lacking =
                IGNORED.stream().filter(line -> !present.contains(line)).toList();
        if (!lacking.isEmpty()) {
            String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            Files.writeString(
                    file,
                    text + separator + "# Sync: records live on the branch sync/ledger\n" + String.join("\n", lacking)
                            + "\n");
            created.add(".gitignore");
        }
    }
}
