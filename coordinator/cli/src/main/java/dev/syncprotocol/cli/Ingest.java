package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.IngestOutcome;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sync ingest}: validate, verify, record. */
@Command(
        name = "ingest",
        description = "Verify a SYNC package and record it in the ledger.",
        footer = {"", "Example:", "  sync ingest package.json", "  sync ingest - < answer.md"})
final class Ingest implements Verb {
    @Parameters(paramLabel = "FILE", description = "the package, or Markdown with one JSON code block; - is stdin")
    private String file = "-";

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        IngestOutcome outcome = PastedPackage.read(file, in).use(coordinator::ingest);
        return new Answer("sync.ingest/1", data(outcome), words(outcome, in.style()), outcome.next());
    }

    private static ObjectNode data(IngestOutcome outcome) {
        ObjectNode data = SyncJson.object();
        data.put("from", outcome.from().name());
        data.put("package_round", outcome.packageRound().value());
        data.put("record", outcome.record());
        data.put("already_ingested", outcome.alreadyIngested());
        data.put("received_sha256", outcome.receivedSha256().hex());
        data.put("content_sha256", outcome.contentSha256().hex());
        data.set("artifacts", Trees.artifacts(outcome.artifacts()));
        ArrayNode satisfied = data.putArray("satisfied");
        outcome.satisfied().forEach(proof -> satisfied.add(proof.need()));
        data.put("round", outcome.round().number().value());
        data.put("state", outcome.round().state().name());
        data.set("gate", Trees.gate(outcome.gate()));
        return data;
    }

    private static String words(IngestOutcome outcome, Style style) {
        Words words = new Words();
        words.line((outcome.alreadyIngested() ? "already recorded" : style.good("recorded")) + ": package of "
                + style.bold(outcome.from().name()) + " for round " + outcome.packageRound() + "  "
                + style.dim("record " + outcome.record() + ", "
                        + outcome.receivedSha256().abbreviated()));
        outcome.artifacts()
                .forEach(artifact -> words.line("  artifact   " + artifact.path() + "  "
                        + style.dim(artifact.sha256()
                                .map(digest -> digest.abbreviated())
                                .orElse("not there yet"))));
        outcome.satisfied()
                .forEach(proof -> words.line("  " + style.good("satisfies") + "  " + proof.need() + "  "
                        + style.dim(proof.path().toString())));
        words.line("round " + outcome.round().number() + " is "
                + style.bold(outcome.round().state().name()) + "; the gate is "
                + (outcome.gate().open()
                        ? style.good("open")
                        : style.wait("closed") + ": "
                                + String.join(", ", outcome.gate().blockedBy())));
        return words.text();
    }
}
