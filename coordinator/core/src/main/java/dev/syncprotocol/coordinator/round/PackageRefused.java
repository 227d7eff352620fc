package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Optional;

/**
 * A package was refused. The refusal is kept, since failures may not be hidden; the refused text is not, since it may
 * hold a secret. It changes nothing in the round.
 *
 * @param round the round that was current
 * @param from whose package, as far as that could be read
 * @param receivedSha256 digest of the bytes received
 * @param bytes how many there were
 * @param code the stable word of the refusal, see {@link dev.syncprotocol.protocol.error.ErrorCode#word()}
 * @param violations the broken rules; {@code found} is empty in the record, because it quotes the refused text
 */
public record PackageRefused(
        RoundNumber round,
        Optional<Party> from,
        Sha256 receivedSha256,
        long bytes,
        String code,
        List<Violation> violations)
        implements RoundEvent {
    public PackageRefused {
        violations = violations.stream().map(PackageRefused::withoutQuote).toList();
    }

    private static Violation withoutQuote(Violation violation) {
        return new Violation(
                violation.pointer(), violation.line(), violation.column(), violation.rule(), violation.expected(), "");
    }

    static PackageRefused read(Fields fields) {
        return new PackageRefused(
                fields.round("round"),
                fields.optionalParty("party"),
                fields.digest("received_sha256"),
                fields.longInteger("bytes"),
                fields.text("code"),
                fields.objects("violations", PackageRefused::violation));
    }

    private static Violation violation(Fields fields) {
        return new Violation(
                fields.text("pointer"),
                fields.integer("line"),
                fields.integer("column"),
                fields.text("rule"),
                fields.text("expected"),
                "");
    }

    /** Whether this keeps the refusal of those bytes for that reason. */
    public boolean keeps(Sha256 received, String reason) {
        return receivedSha256.equals(received) && code.equals(reason);
    }

    @Override
    public EventKind kind() {
        return EventKind.PACKAGE_REFUSED;
    }

    @Override
    public Optional<Party> party() {
        return from;
    }

    @Override
    public Trigger trigger(Round before) {
        return Trigger.PACKAGE_REFUSED;
    }

    @Override
    public Round applyTo(Round before, RecordedEvent recorded) {
        return before.with(this);
    }

    @Override
    public String subject() {
        return from.map(Party::name).orElse("unreadable") + " package refused in round " + round + " (" + code + ")";
    }

    @Override
    public void write(ObjectNode node) {
        node.put("received_sha256", receivedSha256.hex());
        node.put("bytes", bytes);
        node.put("code", code);
        node.set(
                "violations",
                NeedJson.list(violations.stream().map(PackageRefused::write).toList()));
    }

    private static ObjectNode write(Violation violation) {
        ObjectNode node = SyncJson.object();
        node.put("pointer", violation.pointer());
        node.put("line", violation.line());
        node.put("column", violation.column());
        node.put("rule", violation.rule());
        node.put("expected", violation.expected());
        return node;
    }
}
