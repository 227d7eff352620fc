package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What a command printed with {@code --json}, checked against the schema that it names. */
final class CheckedAnswer {
    private CheckedAnswer() {}

    /** The one document of this output. */
    static JsonNode of(String out, String command) {
        LocatedDocument document = LocatedDocument.read(out.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
        String stem = document.root().path("schema").asText().replace('.', '-').replace("/", ".v");
        SchemaId id = Stream.of(SchemaId.values())
                .filter(known -> known.fileStem().equals(stem))
                .findFirst()
                .orElseThrow(() -> new AssertionError(command + " names no known schema: " + out));
        assertThat(SchemaValidator.violations(id, document))
                .as("%s: %s", command, out)
                .isEmpty();
        return document.root();
    }
}
