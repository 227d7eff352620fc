package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.EngineFailed;
import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.launch.LaunchState;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync launch}: the only way into training (coordinator.md section 7). */
@Command(
        name = "launch",
        description = {
            "Start the training engine when the gate is open, and follow it.",
            "The same inputs again answer with the running or finished launch."
        },
        footer = {
            "",
            "Example:",
            "  sync launch --config configs/train_local.yaml",
            "  sync launch --config configs/train_local.yaml --resume checkpoints/local/latest"
        })
final class Launch implements Verb {
    private static final int LAST_WORDS = 6;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the training config (default: launch.config of .sync/config.yaml)")
    @Nullable
    private String config;

    @Option(names = "--resume", paramLabel = "DIR", description = "the checkpoint to go on from")
    @Nullable
    private String resume;

    @ArgGroup
    private Following following = new Following();

    /** Whether the call stays until the engine ends. */
    static final class Following {
        @Option(names = "--wait", description = "stay until the engine ends (the default)")
        private boolean stay;

        @Option(names = "--detach", description = "return once the engine runs")
        private boolean detach;
    }

    @Override
    public Answer answer(Invocation in) throws IOException {
        Workspace workspace = Wiring.workspace(in);
        LaunchPlan plan = LaunchPlan.read(workspace.root(), in.folder(), config(workspace));
        Optional<RepoPath> from =
                resume == null ? Optional.empty() : Optional.of(Typed.inside(workspace.root(), in.folder(), resume));
        Coordinator coordinator = Wiring.coordinator(in, plan.threads());
        if (coordinator.explain(plan.demand()).open() || plan.scope() == LaunchScope.LOOP) {
            plan.requireData(workspace.root());
        }
        LaunchRequest request = plan.request(workspace.root(), from, Wishes.NONE);
        LaunchReport report = following.detach ? coordinator.launchDetached(request) : follow(coordinator, request, in);
        return answer(report, in.style());
    }

    private String config(Workspace workspace) {
        if (config != null) {
            return config;
        }
        return workspace
                .config()
                .launchConfig()
                .map(RepoPath::value)
                .orElseThrow(() -> new SyncException(
                                ErrorCode.USAGE,
                                "which training config? --config names it, or launch.config in .sync/config.yaml")
                        .withNext("sync launch --config configs/train_local.yaml"));
    }

    private static LaunchReport follow(Coordinator coordinator, LaunchRequest request, Invocation in)
            throws IOException {
        try (LaunchFollower follower = new LaunchFollower(in)) {
            return coordinator.launch(request, follower);
        } catch (EngineFailed e) {
            lastWords(coordinator.workspace(), e, in.progress());
            throw e;
        }
    }

    /** What the engine said last; the reason is most often there. */
    private static void lastWords(Workspace workspace, EngineFailed failure, Progress progress) throws IOException {
        Path console =
                workspace.launches().resolve(failure.report().launch().value()).resolve(ChildJvmLauncher.CONSOLE);
        FileTail.lines(console, LAST_WORDS)
                .forEach(line -> progress.say(progress.style().dim("  │ ") + ShownText.clean(line)));
    }

    private static Answer answer(LaunchReport report, Style style) {
        if (report.state() == LaunchState.STOPPED) {
            throw stopped(report);
        }
        ObjectNode data = SyncJson.object();
        data.set("launch", Trees.launch(Optional.of(report)));
        Words words = new Words();
        Status.launch(report, words, style);
        report.checkpoint().ifPresent(path -> words.line("        checkpoint " + path));
        boolean running = report.state() == LaunchState.RUNNING;
        List<String> next = running ? List.of("sync status", "sync stop") : List.of("sync status", "sync log");
        return new Answer("sync.launch/1", data, words.text(), next);
    }

    private static SyncException stopped(LaunchReport report) {
        String where = report.checkpoint().map(path -> "; checkpoint " + path).orElse("; no checkpoint");
        String resumeFrom = report.resumable().map(path -> " --resume " + path).orElse("");
        return new SyncException(
                        ErrorCode.INTERRUPTED,
                        "launch " + report.launch() + " was stopped at step " + report.step() + where)
                .withNext("sync launch --config " + report.config() + resumeFrom);
    }
}
