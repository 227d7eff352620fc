package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Verification;
import dev.syncprotocol.coordinator.ledger.LedgerFinding;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sync verify}: recompute everything, offline. */
@Command(
        name = "verify",
        description = "Recompute the whole ledger and its artifacts, offline.",
        footer = {"", "Example:", "  sync verify"})
final class Verify implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        Verification found = Wiring.coordinator(in).verify();
        if (!found.holds()) {
            throw broken(found);
        }
        ObjectNode data = SyncJson.object();
        data.put("holds", true);
        data.set("ledger", Trees.ledger(found.head()));
        data.put("artifacts_checked", found.artifactsChecked());
        int records = found.head().map(head -> head.records()).orElse(0);
        String words = in.style().good("everything holds") + ": " + records + " records, " + found.artifactsChecked()
                + " artifacts of the work tree";
        return new Answer("sync.verify/1", data, words, found.next());
    }

    private static SyncException broken(Verification found) {
        List<Violation> violations =
                found.findings().stream().map(Verify::violation).toList();
        String count = violations.size() == 1 ? "1 thing differs" : violations.size() + " things differ";
        return new SyncException(
                found.code().orElse(ErrorCode.LEDGER_BROKEN), count, null, null, violations, found.next());
    }

    private static Violation violation(LedgerFinding finding) {
        return new Violation(
                finding.subject(), 0, 0, Trees.word(finding.kind()), "what was recorded", finding.detail());
    }
}
