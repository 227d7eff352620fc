package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The gate was open and the engine is about to be started: recorded before the start.
 *
 * @param round the round
 * @param launch the launch
 * @param scope whether it is the training of the round or a local loop
 * @param config the training config
 * @param configSha256 its digest
 * @param inputsSha256 digest over round, config, data, needs and ticket
 * @param inputs the data files with their digests
 * @param needs the needs it relies on, with the digests pinned
 * @param ticket digest of the preflight ticket, where the config demands one
 * @param resume the checkpoint it goes on from
 * @param checkpoints the folder it leaves checkpoints in; empty in older records
 * @param run folder of the run it is written into; empty where no run store was at hand
 * @param set what it changes of the config, {@code KEY=VALUE}
 * @param standIns the stand-ins it runs on, with their digests; empty unless it is degraded
 */
public record LaunchStarted(
        RoundNumber round,
        LaunchId launch,
        LaunchScope scope,
        RepoPath config,
        Sha256 configSha256,
        Sha256 inputsSha256,
        List<InputFile> inputs,
        List<NeedProof> needs,
        Optional<Sha256> ticket,
        Optional<RepoPath> resume,
        Optional<RepoPath> checkpoints,
        Optional<RepoPath> run,
        List<String> set,
        List<NeedProof> standIns)
        implements RoundEvent {
    /**
     * A data file the training reads.
     *
     * @param path where it lies
     * @param sha256 its digest
     */
    public record InputFile(RepoPath path, Sha256 sha256) {
        ObjectNode write() {
            ObjectNode node = SyncJson.object();
            node.put("path", path.value());
            node.put("sha256", sha256.hex());
            return node;
        }
    }

    public LaunchStarted {
        inputs = List.copyOf(inputs);
        needs = List.copyOf(needs);
        set = List.copyOf(set);
        standIns = List.copyOf(standIns);
    }

    static LaunchStarted read(Fields fields) {
        return new LaunchStarted(
                fields.round("round"),
                new LaunchId(fields.text("launch")),
                fields.word("scope", LaunchScope.class),
                fields.path("config"),
                fields.digest("config_sha256"),
                fields.digest("inputs_sha256"),
                fields.objects("inputs", input -> new InputFile(input.path("path"), input.digest("sha256"))),
                fields.objects("needs", NeedProof::read),
                fields.optionalDigest("ticket_sha256"),
                fields.optionalPath("resume"),
                fields.optionalPath("checkpoints"),
                fields.optionalPath("run"),
                fields.texts("set"),
                fields.objects("stand_ins", NeedProof::read));
    }

    /** Whether it runs on a stand-in: never to be mistaken for a full run. */
    public boolean degraded() {
        return !standIns.isEmpty();
    }

    @Override
    public EventKind kind() {
        return EventKind.LAUNCH_STARTED;
    }

    @Override
    public Trigger trigger(Round before) {
        if (scope == LaunchScope.LOOP) {
            return Trigger.LOOP_STARTED;
        }
        return degraded() ? Trigger.DEGRADED_LAUNCH_STARTED : Trigger.LAUNCH_STARTED;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.with(new Launch(this, recorded.record(), recorded.at(), Optional.empty()));
    }

    @Override
    public String subject() {
        return "launch " + launch + " of round " + round + " started";
    }

    @Override
    public void write(ObjectNode node) {
        node.put("launch", launch.value());
        node.put("scope", scope.name().toLowerCase(Locale.ROOT));
        node.put("config", config.value());
        node.put("config_sha256", configSha256.hex());
        node.put("inputs_sha256", inputsSha256.hex());
        node.set("inputs", NeedJson.list(inputs.stream().map(InputFile::write).toList()));
        node.set("needs", NeedJson.list(needs.stream().map(NeedProof::write).toList()));
        ticket.ifPresent(digest -> node.put("ticket_sha256", digest.hex()));
        resume.ifPresent(checkpoint -> node.put("resume", checkpoint.value()));
        checkpoints.ifPresent(folder -> node.put("checkpoints", folder.value()));
        run.ifPresent(folder -> node.put("run", folder.value()));
        if (!set.isEmpty()) {
            set.forEach(node.putArray("set")::add);
        }
        node.put("degraded", degraded());
        if (degraded()) {
            node.set(
                    "stand_ins",
                    NeedJson.list(standIns.stream().map(NeedProof::write).toList()));
        }
    }
}
