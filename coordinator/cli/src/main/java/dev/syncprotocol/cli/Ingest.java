package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.AutoLaunch;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.IngestOutcome;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync ingest}: validate, verify, record. */
@Command(
        name = "ingest",
        description = "Verify a SYNC package and record it in the ledger.",
        footer = {
            "",
            "Example:",
            "  sync ingest package.json",
            "  sync ingest - < answer.md",
            "  sync ingest package.json --supersede --why \"the report was cut off\""
        })
final class Ingest implements Verb {
    @Parameters(paramLabel = "FILE", description = "the package, or Markdown with one JSON code block; - is stdin")
    private String file = "-";

    @Option(
            names = "--supersede",
            description = "record other content of the same party and round as its next revision; needs --why")
    private boolean supersede;

    @Option(names = "--why", paramLabel = "TEXT", description = "the reason to supersede; recorded")
    @Nullable
    private String why;

    @Override
    public Answer answer(Invocation in) throws IOException {
        requireReason();
        Coordinator coordinator = Wiring.coordinator(in);
        PastedPackage pasted = PastedPackage.read(file, in);
        IngestOutcome outcome =
                pasted.use(bytes -> why == null ? coordinator.ingest(bytes) : coordinator.supersede(bytes, why));
        Optional<AutoLaunch> launch = AutoLauncher.afterIngest(coordinator.workspace(), in);
        ObjectNode data = data(outcome);
        Words words = words(outcome, in.style());
        launch.ifPresent(result -> AutoLauncher.tell(result, data, words, in.style()));
        return new Answer(
                "sync.ingest/1", data, words.text(), AutoLauncher.next(launch).orElse(outcome.next()));
    }

    private void requireReason() {
        if (supersede != (why != null)) {
            throw new SyncException(ErrorCode.USAGE, "--supersede and --why TEXT belong together")
                    .withNext("sync ingest --help");
        }
    }

    private static ObjectNode data(IngestOutcome outcome) {
        ObjectNode data = SyncJson.object();
        data.put("from", outcome.from().name());
        data.put("package_round", outcome.packageRound().value());
        data.put("record", outcome.record());
        data.put("already_ingested", outcome.alreadyIngested());
        data.put("revision", outcome.revision());
        outcome.supersedes()
                .ifPresent(before -> data.putObject("supersedes")
                        .put("record", before.record())
                        .put("content_sha256", before.contentSha256().hex())
                        .put("why", before.why()));
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

    private static Words words(IngestOutcome outcome, Style style) {
        Words words = new Words();
        words.line((outcome.alreadyIngested() ? "already recorded" : style.good("recorded")) + ": package of "
                + style.bold(outcome.from().name()) + " for round " + outcome.packageRound() + "  "
                + style.dim("record " + outcome.record() + ", "
                        + outcome.receivedSha256().abbreviated()));
        outcome.supersedes()
                .ifPresent(before ->
                        words.line("  revision " + outcome.revision() + ", in place of record " + before.record() + "  "
                                + style.dim(before.contentSha256().abbreviated())));
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
        return words;
    }
}
