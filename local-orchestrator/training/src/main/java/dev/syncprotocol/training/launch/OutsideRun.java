package dev.syncprotocol.training.launch;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.ProcessKeys;
import dev.syncprotocol.training.Stage;
import dev.syncprotocol.training.TrainingFailure;
import dev.syncprotocol.training.checkpoint.OutsideCheckpoints;
import dev.syncprotocol.training.process.MetricsFollower;
import dev.syncprotocol.training.process.OutsideTrainer;
import dev.syncprotocol.training.process.TrainerCommand;
import dev.syncprotocol.training.process.TrainerEnded;
import dev.syncprotocol.training.process.TrainerRow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Follows a trainer that was started until it ends: its rows, its checkpoints, its silence, and the wish to stop it. */
final class OutsideRun {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Not found, not executable, wrong usage: what shells and argument parsers end with before anything was done. */
    private static final Set<Integer> NEVER_BEGAN = Set.of(2, 126, 127);

    private static final Set<Integer> ORDERLY = Set.of(0, 130);

    private final Parts parts;
    private final MetricsFollower metrics;
    private long line;
    private long heard;
    private long heardAt = System.nanoTime();

    /**
     * What a run is followed with.
     *
     * @param workspace the folder the trainer runs in
     * @param keys of the trainer
     * @param command as it was started
     * @param trainer the process
     * @param rows what becomes of its rows
     * @param checkpoints of its output folder
     * @param recorder the run they are kept in
     * @param records whether checkpoints are recorded at all
     * @param effective the config they were made with
     * @param audit trail of the workspace
     * @param out the log
     */
    record Parts(
            Path workspace,
            ProcessKeys keys,
            TrainerCommand command,
            OutsideTrainer trainer,
            OutsideRows rows,
            OutsideCheckpoints checkpoints,
            Optional<OutsideRecorder> recorder,
            boolean records,
            EffectiveConfig effective,
            AuditLog audit,
            PrintStream out) {}

    OutsideRun(Parts parts) {
        this.parts = parts;
        this.metrics = new MetricsFollower(parts.keys().metrics().below(parts.workspace()));
    }

    /** Follows it to its end. */
    Session.Ending follow(BooleanSupplier stop) throws IOException {
        OptionalInt exit = parts.trainer().ended(LOOK);
        while (exit.isEmpty() && !stop.getAsBoolean()) {
            takeRows();
            recordCompleted(false);
            refuseSilence();
            exit = parts.trainer().ended(LOOK);
        }
        return exit.isPresent() ? ended(exit.getAsInt()) : stopped();
    }

    private Session.Ending ended(int code) throws IOException {
        parts.trainer().drain();
        takeLastRows();
        recordCompleted(ORDERLY.contains(code));
        if (code != 0) {
            throw code(code);
        }
        if (parts.rows().loss().isEmpty()) {
            throw failure("the trainer ended with 0 and wrote no row with a loss to "
                    + parts.keys().metrics());
        }
        return ending(true);
    }

    private Session.Ending stopped() throws IOException {
        Duration grace = Duration.ofSeconds(parts.keys().graceSeconds());
        parts.out().println("stopping: SIGTERM to the trainer, which has " + grace.toSeconds() + " s to end");
        OptionalInt code = parts.trainer().stop(grace);
        parts.trainer().drain();
        takeLastRows();
        recordCompleted(code.isPresent() && ORDERLY.contains(code.getAsInt()));
        if (code.isEmpty()) {
            throw failure("the trainer did not end within " + grace.toSeconds() + " s of SIGTERM and was killed");
        }
        parts.out().println("the trainer ended with " + code.getAsInt());
        return ending(false);
    }

    private Session.Ending ending(boolean finished) {
        OptionalDouble loss = parts.rows().loss();
        return new Session.Ending(
                finished,
                Optional.of(parts.rows().step()),
                loss.isPresent() ? Optional.of(loss.getAsDouble()) : Optional.empty());
    }

    private void takeRows() throws IOException {
        for (String text : more()) {
            take(text);
        }
    }

    /** Nobody writes any more: what stands behind the last newline is a row too. */
    private void takeLastRows() throws IOException {
        takeRows();
        String rest = metrics.rest();
        if (!rest.isBlank()) {
            take(rest);
        }
    }

    private List<String> more() {
        try {
            return metrics.more();
        } catch (IOException e) {
            throw endedFor(parts.keys().metrics() + ": " + e.getMessage());
        }
    }

    private void take(String text) {
        line++;
        try {
            if (!text.isBlank()) {
                parts.rows().take(text);
            }
        } catch (TrainerRow.Broken e) {
            throw endedFor(parts.keys().metrics() + ":" + line + ": " + e.getMessage());
        }
    }

    /** A trainer is complete with a checkpoint when it has begun the next one, or has ended by itself. */
    private void recordCompleted(boolean orderlyEnd) throws IOException {
        List<Path> all = parts.records() ? parts.checkpoints().all() : List.of();
        int complete = orderlyEnd ? all.size() : all.size() - 1;
        for (int i = 0; i < complete; i++) {
            if (!parts.checkpoints().isRecorded(all.get(i))) {
                recordOne(all.get(i));
            }
        }
    }

    private void recordOne(Path folder) throws IOException {
        OutsideCheckpoints checkpoints = parts.checkpoints();
        String path = checkpoints.pathOf(folder);
        String seal = checkpoints.record(folder, parts.effective()).hex();
        parts.audit().append("checkpoint", SyncJson.object().put("path", path).put("manifest_sha256", seal));
        if (parts.recorder().isPresent()) {
            parts.recorder().get().checkpoint(checkpoints.stepOf(folder), folder);
        }
        parts.out().println("recorded " + path + ", manifest " + seal.substring(0, 12));
    }

    private void refuseSilence() {
        long now = System.nanoTime();
        long said = parts.trainer().words() + line;
        if (said != heard) {
            heard = said;
            heardAt = now;
        }
        int longest = parts.keys().quietSeconds();
        if (longest > 0 && now - heardAt > Duration.ofSeconds(longest).toNanos()) {
            throw endedFor("the trainer wrote no row and no word for " + longest + " s");
        }
    }

    /** A failure for which the trainer is ended first. */
    private TrainingFailure endedFor(String why) {
        OptionalInt code = parts.trainer().stop(Duration.ofSeconds(parts.keys().graceSeconds()));
        parts.trainer().drain();
        String how = code.isPresent() ? "it was stopped and ended with " + code.getAsInt() : "it had to be killed";
        return failure(why + "; " + how);
    }

    private SyncException code(int code) {
        boolean began = parts.rows().loss().isPresent() || !NEVER_BEGAN.contains(code);
        String how = "the trainer ended with " + code + signal(code) + ": "
                + parts.command().words();
        if (began) {
            return failure(how);
        }
        List<String> said = parts.trainer().stderrTail();
        return new SyncException(
                        ErrorCode.CONFIG_INVALID,
                        how + (said.isEmpty() ? "" : "; it said: " + said.get(said.size() - 1)))
                .withHint("correct engine.process.command; by hand: "
                        + parts.command().byHand(parts.workspace()));
    }

    private static String signal(int code) {
        return switch (code) {
            case 137 -> " (killed; out of memory?)";
            case 139 -> " (segmentation fault)";
            case 143 -> " (SIGTERM)";
            default -> "";
        };
    }

    private TrainingFailure failure(String message) {
        long step = parts.rows().step() + 1;
        TrainerEnded cause = new TrainerEnded(
                message, parts.trainer().stderrTail(), parts.command().byHand(parts.workspace()));
        return new TrainingFailure(
                Stage.ENGINE, step, List.of(), "step " + step + ", " + Stage.ENGINE.word() + ": " + message, cause);
    }
}
