package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.digest.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A package was validated, verified and accepted.
 *
 * @param round the round it belongs to, which is the package's own
 * @param from whose package
 * @param received the text as it came, byte for byte
 * @param receivedSha256 digest of those bytes
 * @param contentSha256 digest of the canonical form
 * @param artifacts its artifacts as they lay in the workspace
 * @param satisfies the needs that its arrival proves satisfied
 * @param needsOpen required needs still open afterwards
 * @param revision 1, or one more than the revision it takes the place of
 * @param supersedes that revision; empty for the first
 */
public record PackageIngested(
        RoundNumber round,
        Party from,
        String received,
        Sha256 receivedSha256,
        Sha256 contentSha256,
        List<RecordedArtifact> artifacts,
        List<NeedProof> satisfies,
        int needsOpen,
        int revision,
        Optional<Superseded> supersedes)
        implements RoundEvent {
    public PackageIngested {
        artifacts = List.copyOf(artifacts);
        satisfies = List.copyOf(satisfies);
    }

    static PackageIngested read(Fields fields) {
        return new PackageIngested(
                fields.round("round"),
                fields.party("party"),
                fields.text("received"),
                fields.digest("received_sha256"),
                fields.digest("content_sha256"),
                fields.objects("artifacts", RecordedArtifact::read),
                fields.objects("satisfies", NeedProof::read),
                fields.integer("needs_open"),
                fields.optionalInteger("revision").orElse(1),
                fields.optionalObject("supersedes").map(Superseded::read));
    }

    /** The package of the recorded text. */
    public SyncPackage syncPackage() {
        return PackageJson.read(received, "the " + from + " package of round " + round);
    }

    @Override
    public EventKind kind() {
        return EventKind.PACKAGE_INGESTED;
    }

    @Override
    public Optional<Party> party() {
        return Optional.of(from);
    }

    @Override
    public Trigger trigger(Round before) {
        boolean waits = before.with(ingested(before.records().newest() + 1, Instant.EPOCH))
                .waits();
        if (from.equals(before.local())) {
            return local(waits);
        }
        if (!before.state().isHandedOver() && (before.carriedFor(from) || supersedes.isPresent())) {
            return Trigger.CARRIED_PACKAGE;
        }
        return waits ? Trigger.EXTERNAL_PACKAGE_NEEDS_OPEN : Trigger.EXTERNAL_PACKAGE_NOTHING_OPEN;
    }

    private Trigger local(boolean waits) {
        if (supersedes.isPresent()) {
            return waits ? Trigger.LOCAL_REVISION_NEEDS_OPEN : Trigger.LOCAL_REVISION_NOTHING_OPEN;
        }
        return waits ? Trigger.LOCAL_PACKAGE_NEEDS_OPEN : Trigger.LOCAL_PACKAGE_NOTHING_OPEN;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.with(ingested(recorded.record(), recorded.at()));
    }

    private IngestedPackage ingested(int record, Instant at) {
        return new IngestedPackage(record, at, this, syncPackage());
    }

    @Override
    public String subject() {
        String which = revision == 1 ? " package of round " : " package, revision " + revision + ", of round ";
        return from + which + round + " (" + needsOpen + " needs open)";
    }

    @Override
    public void write(ObjectNode node) {
        node.put("received", received);
        node.put("received_sha256", receivedSha256.hex());
        node.put("content_sha256", contentSha256.hex());
        node.set(
                "artifacts",
                NeedJson.list(artifacts.stream().map(RecordedArtifact::write).toList()));
        node.set(
                "satisfies",
                NeedJson.list(satisfies.stream().map(NeedProof::write).toList()));
        node.put("needs_open", needsOpen);
        supersedes.ifPresent(before -> {
            node.put("revision", revision);
            node.set("supersedes", before.write());
        });
    }
}
