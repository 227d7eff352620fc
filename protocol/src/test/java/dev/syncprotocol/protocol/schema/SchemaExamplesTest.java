package dev.syncprotocol.protocol.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The one test over every schema and every example; a schema without examples fails it. */
class SchemaExamplesTest {
    private static final Path SCHEMAS = Path.of(System.getProperty("sync.root"), "schemas");

    static Stream<Arguments> valid() throws IOException {
        return examples("valid");
    }

    static Stream<Arguments> invalid() throws IOException {
        return examples("invalid");
    }

    @ParameterizedTest(name = "{0} accepts {1}")
    @MethodSource("valid")
    void acceptsEveryValidExample(SchemaId id, Path example) throws IOException {
        assertThat(SchemaValidator.violations(id, read(example))).isEmpty();
    }

    @ParameterizedTest(name = "{0} refuses {1}")
    @MethodSource("invalid")
    void refusesEveryInvalidExampleWithItsPlace(SchemaId id, Path example) throws IOException {
        assertThat(SchemaValidator.violations(id, read(example)))
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation.line()).isPositive());
    }

    @ParameterizedTest
    @EnumSource(SchemaId.class)
    void hasValidAndInvalidExamples(SchemaId id) throws IOException {
        assertThat(files("valid", id)).as("valid examples of %s", id.fileStem()).isNotEmpty();
        assertThat(files("invalid", id))
                .as("invalid examples of %s", id.fileStem())
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(SchemaId.class)
    void isASchemaItselfAndNamesNothingRemote(SchemaId id) throws IOException {
        String text = Files.readString(SCHEMAS.resolve(id.fileStem() + ".schema.json"));
        JsonNode schema = SyncJson.read(text);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(schema))
                .isEmpty();
        assertThat(schema.findValuesAsText("$ref")).allMatch(ref -> ref.startsWith("#"));
    }

    @Test
    void knowsEverySchemaFile() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            List<String> stems = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".schema.json"))
                    .map(name -> name.replace(".schema.json", ""))
                    .toList();
            assertThat(Stream.of(SchemaId.values()).map(SchemaId::fileStem)).containsExactlyInAnyOrderElementsOf(stems);
        }
    }

    private static Stream<Arguments> examples(String kind) throws IOException {
        Stream.Builder<Arguments> all = Stream.builder();
        for (SchemaId id : SchemaId.values()) {
            files(kind, id).forEach(file -> all.add(Arguments.of(id, file)));
        }
        return all.build();
    }

    private static List<Path> files(String kind, SchemaId id) throws IOException {
        Path folder = SCHEMAS.resolve("examples").resolve(kind).resolve(id.fileStem());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static LocatedDocument read(Path example) throws IOException {
        boolean json = example.toString().endsWith(".json");
        return LocatedDocument.read(Files.readAllBytes(example), json ? DocumentFormat.JSON : DocumentFormat.YAML);
    }
}
