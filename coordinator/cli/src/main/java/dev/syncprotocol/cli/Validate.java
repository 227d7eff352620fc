package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.PackageCheck;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sync validate}: schema and rules only; changes nothing. */
@Command(
        name = "validate",
        description = "Check a SYNC package; record nothing.",
        footer = {"", "Example:", "  sync validate package.json"})
final class Validate implements Verb {
    @Parameters(paramLabel = "FILE", description = "the package, or Markdown with one JSON code block; - is stdin")
    private String file = "-";

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        PackageCheck check = PastedPackage.read(file, in).use(json -> valid(coordinator.validate(json)));
        SyncPackage read = check.syncPackage().orElseThrow();
        ObjectNode data = SyncJson.object();
        data.put("valid", true);
        data.put("from", read.from().name());
        data.put("round", read.round().value());
        data.put("needs", read.allNeeds().size());
        data.put("artifacts", read.artifacts().size());
        data.put("received_sha256", check.receivedSha256().hex());
        check.contentSha256().ifPresent(digest -> data.put("content_sha256", digest.hex()));
        String words = in.style().good("valid") + ": package of " + read.from() + " for round " + read.round() + ", "
                + read.artifacts().size() + " artifacts, " + read.allNeeds().size() + " needs; nothing was recorded";
        return new Answer("sync.validation/1", data, words, check.next());
    }

    private PackageCheck valid(PackageCheck check) {
        if (!check.valid()) {
            SyncException invalid = SchemaValidator.invalid(ErrorCode.PACKAGE_INVALID, file, check.violations());
            throw new SyncException(
                    invalid.code(),
                    invalid.getMessage(),
                    null,
                    "nothing was recorded",
                    invalid.violations(),
                    check.next());
        }
        return check;
    }
}
