package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The engine ended, or was found to have vanished.
 *
 * @param round the round
 * @param launch the launch that ended
 * @param scope the scope of that launch
 * @param end how it ended
 * @param exitCode the process's own exit code; empty when it was lost or nobody waited for it
 * @param step steps done
 * @param maxSteps steps asked for
 * @param loss the last finite loss
 * @param checkpoint the newest checkpoint
 * @param errorReport the engine's report of its failure
 * @param logTail digest of the last part of {@code logs/train.log}
 * @param artifacts what it left, with digests
 */
public record LaunchFinished(
        RoundNumber round,
        LaunchId launch,
        LaunchScope scope,
        LaunchEnd end,
        OptionalInt exitCode,
        long step,
        long maxSteps,
        OptionalDouble loss,
        Optional<RepoPath> checkpoint,
        Optional<RepoPath> errorReport,
        Optional<Sha256> logTail,
        List<RecordedArtifact> artifacts)
        implements RoundEvent {
    public LaunchFinished {
        artifacts = List.copyOf(artifacts);
    }

    static LaunchFinished read(Fields fields) {
        return new LaunchFinished(
                fields.round("round"),
                new LaunchId(fields.text("launch")),
                fields.word("scope", LaunchScope.class),
                fields.word("outcome", LaunchEnd.class),
                fields.optionalInteger("exit_code"),
                fields.longInteger("step"),
                fields.longInteger("max_steps"),
                fields.number("loss"),
                fields.optionalPath("checkpoint"),
                fields.optionalPath("error_report"),
                fields.optionalDigest("log_tail_sha256"),
                fields.objects("artifacts", RecordedArtifact::read));
    }

    @Override
    public EventKind kind() {
        return EventKind.LAUNCH_FINISHED;
    }

    @Override
    public Trigger trigger(Round before) {
        if (scope == LaunchScope.LOOP) {
            return Trigger.LOOP_ENDED;
        }
        return end == LaunchEnd.FINISHED ? Trigger.LAUNCH_SUCCEEDED : Trigger.LAUNCH_FAILED;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.with(this);
    }

    @Override
    public String subject() {
        return "launch " + launch + " of round " + round + " " + end.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(ObjectNode node) {
        node.put("launch", launch.value());
        node.put("scope", scope.name().toLowerCase(Locale.ROOT));
        node.put("outcome", end.name().toLowerCase(Locale.ROOT));
        exitCode.ifPresent(code -> node.put("exit_code", code));
        node.put("step", step);
        node.put("max_steps", maxSteps);
        loss.ifPresent(value -> node.put("loss", value));
        checkpoint.ifPresent(path -> node.put("checkpoint", path.value()));
        errorReport.ifPresent(path -> node.put("error_report", path.value()));
        logTail.ifPresent(digest -> node.put("log_tail_sha256", digest.hex()));
        node.set(
                "artifacts",
                NeedJson.list(artifacts.stream().map(RecordedArtifact::write).toList()));
    }
}
