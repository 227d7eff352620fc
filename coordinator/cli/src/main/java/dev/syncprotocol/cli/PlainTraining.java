package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.launch.LaunchFolder;
import dev.syncprotocol.coordinator.launch.LaunchOutcome;
import dev.syncprotocol.coordinator.launch.LaunchProgress;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.readiness.PreflightGates.Verdict;
import dev.syncprotocol.coordinator.round.LaunchEnd;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A training in a folder that is no workspace: there is no coordinator and no round, so nothing is recorded; the config
 * check holds, and so does the ticket where the config demands one (training.md section 1.1).
 *
 * @param root the folder all paths are relative to
 * @param in the call
 */
record PlainTraining(Path root, Invocation in) {
    private static final int POLL_MS = 200;

    Answer answer(LaunchPlan plan, Optional<RepoPath> resume, Wishes wishes) throws IOException {
        requireNoNeeds(plan);
        requireTicket(plan);
        plan.requireData(root);
        plan.requireTrainer(root, resume, in.variable("PATH").orElse(""));
        try (ScratchFolder scratch = ScratchFolder.named("sync-launch-")) {
            Path folder = scratch.path();
            order(folder, plan, resume, wishes);
            Instant since = in.clock().instant();
            follow(folder, plan);
            return ended(folder, plan, since);
        }
    }

    /** A need is proved by a ledger; training without the proof would be training around the gate. */
    private static void requireNoNeeds(LaunchPlan plan) {
        List<String> names = plan.demand().needs();
        if (!names.isEmpty()) {
            throw new SyncException(
                            ErrorCode.NOT_A_WORKSPACE,
                            plan.path() + " waits for " + String.join(", ", names)
                                    + ", which only a workspace can prove")
                    .withNext("sync init");
        }
    }

    private void requireTicket(LaunchPlan plan) {
        plan.demand().ticket().ifPresent(ticket -> {
            Verdict verdict = new TicketGates(in).ticket(root, ticket, plan.path());
            if (!verdict.passed()) {
                throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no valid preflight pass: " + verdict.reason())
                        .withNext("sync preflight run");
            }
        });
    }

    private void order(Path folder, LaunchPlan plan, Optional<RepoPath> resume, Wishes wishes) throws IOException {
        ObjectNode order = SyncJson.object()
                .put("schema", "sync.launch-order/1")
                .put("launch", "plain")
                .put("workspace", root.toString())
                .put("config", plan.path().value())
                .put("config_sha256", plan.fileSha256().hex())
                .put("resume", resume.map(RepoPath::value).orElse(null))
                .put("degraded", false)
                .put("fresh", wishes.fresh());
        wishes.set().forEach(order.putArray("set")::add);
        wishes.allowed().forEach(order.putArray("allow_change")::add);
        Files.writeString(folder.resolve("order.json"), SyncJson.pretty(order));
    }

    private void follow(Path folder, LaunchPlan plan) throws IOException {
        Process child =
                new ChildJvmLauncher(OwnProgram.running(), plan.threads(), in.environment()).start(root, folder);
        LaunchFolder files = new LaunchFolder(folder);
        try (LaunchFollower follower = new LaunchFollower(in)) {
            follower.started("training", child.pid());
            Optional<LaunchProgress> heard = Optional.empty();
            while (!child.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                heard = hear(files, heard, follower);
            }
            hear(files, heard, follower);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, "no longer waiting; the engine runs on", e);
        }
    }

    private static Optional<LaunchProgress> hear(
            LaunchFolder files, Optional<LaunchProgress> heard, LaunchFollower follower) throws IOException {
        Optional<LaunchProgress> beat = files.heartbeat();
        beat.filter(now -> !Optional.of(now).equals(heard)).ifPresent(follower::progress);
        return beat;
    }

    private Answer ended(Path folder, LaunchPlan plan, Instant since) throws IOException {
        LaunchOutcome outcome = new LaunchFolder(folder).outcome().orElseThrow(() -> lost(folder));
        if (outcome.end() == LaunchEnd.STOPPED) {
            throw new SyncException(
                            ErrorCode.INTERRUPTED,
                            "the training was stopped at step " + outcome.step() + "; checkpoint "
                                    + outcome.checkpoint().map(RepoPath::value).orElse("none"))
                    .withNext("sync train resume --config " + plan.path());
        }
        if (outcome.end() != LaunchEnd.FINISHED) {
            LaunchCall.lastWords(folder, in.progress());
            throw TrainFailed.of(outcome);
        }
        return finished(outcome, plan, since);
    }

    private Answer finished(LaunchOutcome outcome, LaunchPlan plan, Instant since) {
        ObjectNode launch = SyncJson.object()
                .put("state", "finished")
                .put("step", outcome.step())
                .put("max_steps", outcome.maxSteps())
                .put(
                        "loss",
                        outcome.loss().isPresent() ? (Double) outcome.loss().getAsDouble() : null)
                .put("since", since.toString())
                .put("config", plan.path().value())
                .put("exit_code", 0);
        outcome.checkpoint().ifPresent(path -> launch.put("checkpoint", path.value()));
        ObjectNode data = SyncJson.object();
        data.set("launch", launch);
        String loss = outcome.loss().isPresent()
                ? String.format(Locale.ROOT, ", loss %.4f", outcome.loss().getAsDouble())
                : "";
        Words words = new Words()
                .line("training  " + in.style().good("finished") + "  " + plan.path() + "  step " + outcome.step() + "/"
                        + outcome.maxSteps() + loss);
        outcome.checkpoint().ifPresent(path -> words.line("          checkpoint " + path));
        return new Answer("sync.launch/1", data, words.text(), List.of("sync train verify --config " + plan.path()));
    }

    private SyncException lost(Path folder) {
        try {
            LaunchCall.lastWords(folder, in.progress());
        } catch (IOException e) {
            in.progress().say("its last words cannot be read: " + e.getMessage());
        }
        return new SyncException(ErrorCode.ENGINE_LOST, "the engine vanished and left no word")
                .withHint("sync train resume goes on from the newest checkpoint");
    }
}
