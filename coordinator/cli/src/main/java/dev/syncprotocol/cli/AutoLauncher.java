package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.AutoLaunch;
import dev.syncprotocol.coordinator.launch.LaunchConfigs;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code auto_launch: true}: the ingest that opens the gate starts the training, detached (coordinator.md section 7).
 *
 * @param root the workspace
 */
record AutoLauncher(Path root) implements LaunchConfigs {
    /** What came of it; empty where the workspace does not ask for it or the gate stays closed. */
    static Optional<AutoLaunch> afterIngest(Workspace workspace, Invocation in) throws IOException {
        if (!workspace.config().autoLaunch()) {
            return Optional.empty();
        }
        AutoLauncher configs = new AutoLauncher(workspace.root());
        return Wiring.coordinator(in, configs.threads(workspace)).autoLaunch(configs);
    }

    /** As the config asks; one that cannot be read is refused by the launch itself, with its reason. */
    private int threads(Workspace workspace) throws IOException {
        Optional<RepoPath> config = workspace.config().launchConfig();
        if (config.isEmpty()) {
            return 1;
        }
        try {
            return plan(config.get()).threads();
        } catch (SyncException toldByTheLaunch) {
            return 1;
        }
    }

    private LaunchPlan plan(RepoPath config) throws IOException {
        return LaunchPlan.read(root, root, config.value());
    }

    @Override
    public LaunchRequest request(RepoPath config) throws IOException {
        return plan(config).request(root, Optional.empty(), Wishes.NONE);
    }

    @Override
    public void requireData(RepoPath config) throws IOException {
        plan(config).requireData(root);
    }

    /** Adds the result to an ingest's answer. */
    static void tell(AutoLaunch result, ObjectNode data, Words words, Style style) {
        ObjectNode node = data.putObject("auto_launch");
        node.put("started", result.launched().isPresent());
        result.launched().ifPresent(report -> {
            node.set("launch", Trees.launch(Optional.of(report)));
            words.line("auto_launch: " + style.good("started"));
            Status.launch(report, words, style);
        });
        result.refused().ifPresent(refusal -> {
            node.set("error", new Failure(refusal).document().get("error"));
            words.wrapped("auto_launch: ", "not started: " + refusal.getMessage());
        });
    }

    /** What leads on after it; empty where there was none. */
    static Optional<List<String>> next(Optional<AutoLaunch> result) {
        return result.map(found -> found.launched()
                .map(report -> List.of("sync status", "sync stop"))
                .orElse(List.of("sync explain", "sync launch")));
    }
}
