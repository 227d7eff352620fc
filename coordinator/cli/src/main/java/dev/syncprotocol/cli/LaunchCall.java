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

/**
 * One call that starts the engine through the gate, and follows it.
 *
 * @param config the training config; empty = the one of the settings
 * @param resume the checkpoint to go on from
 * @param wishes what it changes
 * @param detach whether it returns once the engine runs
 */
record LaunchCall(Optional<String> config, Optional<String> resume, Wishes wishes, boolean detach) {
    private static final int LAST_WORDS = 6;

    Answer answer(Invocation in) throws IOException {
        Workspace workspace = Wiring.workspace(in);
        LaunchPlan plan = LaunchPlan.read(workspace.root(), in.folder(), config(workspace), wishes.set());
        plan.requireBase(in.environment());
        Optional<RepoPath> from = from(resume, plan, workspace.root(), in.folder());
        Coordinator coordinator = Wiring.coordinator(in, plan.threads());
        if (coordinator.explain(plan.demand()).open() || plan.scope() == LaunchScope.LOOP) {
            plan.requireData(workspace.root());
            plan.requireTrainer(workspace.root(), from, in.variable("PATH").orElse(""));
        }
        LaunchRequest request = plan.request(workspace.root(), from, wishes);
        LaunchReport report = detach ? coordinator.launchDetached(request) : follow(coordinator, request, in);
        return answer(report, in.style());
    }

    /** {@code latest} is the newest checkpoint of the config's own output folder. */
    static Optional<RepoPath> from(Optional<String> resume, LaunchPlan plan, Path workspace, Path folder)
            throws IOException {
        RepoPath latest = new RepoPath(plan.loaded().config().run().outputDir() + "/latest");
        if (resume.isEmpty() || resume.get().equals("latest")) {
            return resume.map(word -> latest);
        }
        return Optional.of(Typed.inside(workspace, folder, resume.get()));
    }

    private String config(Workspace workspace) {
        return config.or(() -> workspace.config().launchConfig().map(RepoPath::value))
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
            lastWords(
                    coordinator
                            .workspace()
                            .launches()
                            .resolve(e.report().launch().value()),
                    in.progress());
            throw e;
        }
    }

    /** What the engine said last; the reason is most often there. */
    static void lastWords(Path launchFolder, Progress progress) throws IOException {
        FileTail.lines(launchFolder.resolve(ChildJvmLauncher.CONSOLE), LAST_WORDS)
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
