package dev.syncprotocol.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyncPackageReaderTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("sync.root"), "schemas", "examples");
    private static final Set<Party> DECLARED = Set.of(Party.CURSOR, Party.GEMINI, new Party("reviewer"));

    static Stream<Path> valid() throws IOException {
        return examples("valid");
    }

    static Stream<Path> beyondSchema() throws IOException {
        return examples("beyond-schema");
    }

    static Stream<Path> unreadable() throws IOException {
        return examples("unreadable");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsEveryValidExample(Path example) throws IOException {
        PackageReading reading = read(Files.readAllBytes(example));
        assertThat(reading.violations()).isEmpty();
        assertThat(reading.syncPackage()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("beyondSchema")
    void refusesWhatTheSchemaCannotSayInOneViolationWithItsPlace(Path example) throws IOException {
        PackageReading reading = read(Files.readAllBytes(example));
        assertThat(reading.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.line()).isPositive();
            assertThat(violation.pointer()).isNotEmpty();
        });
        assertThat(reading.syncPackage()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void refusesTextsThatAreNoDocument(Path example) throws IOException {
        PackageReading reading = read(Files.readAllBytes(example));
        assertThat(reading.violations()).isNotEmpty();
        assertThat(reading.document()).isEmpty();
    }

    @Test
    void readsTheSeedsOwnExampleUnchanged() throws IOException {
        SyncPackage seed = read(Files.readAllBytes(EXAMPLES.resolve("valid/sync-package.v1/seed-001-section-6.json")))
                .syncPackage()
                .orElseThrow();
        assertThat(seed.from()).isEqualTo(Party.CURSOR);
        assertThat(seed.needs().get(Party.GEMINI))
                .extracting(need -> need.path().value())
                .containsExactly("templates/pack_v2/", "reports/diversity_report.json", "data/rc1_seed.balanced.jsonl");
        assertThat(seed.artifacts()).hasSize(3);
    }

    @Test
    void reportsAllViolationsAtOnceInTheOrderOfTheText() {
        String text = """
                {
                  "from": "cursor",
                  "round": 0,
                  "need_from_gemini": [{"name": "data", "path": "/data/x", "desc": ""}],
                  "artifacts_producd": [],
                  "risks_blockers": ["none", "late"]
                }
                """;
        assertThat(read(text.getBytes(StandardCharsets.UTF_8)).violations())
                .extracting(Violation::line, Violation::pointer, Violation::rule)
                .containsExactly(
                        tuple(1, "", "required"),
                        tuple(3, "/round", "minimum"),
                        tuple(4, "/need_from_gemini/0/path", "path: relative"),
                        tuple(4, "/need_from_gemini/0/desc", "minLength"),
                        tuple(5, "/artifacts_producd", "unknown field"),
                        tuple(6, "/risks_blockers/0", "none stands alone"));
    }

    @Test
    void namesTheNearestKnownField() {
        String text = "{\"from\":\"cursor\",\"round\":1,\"artifacts_produced\":[],\"risk_blockers\":[\"none\"]}";
        assertThat(read(text.getBytes(StandardCharsets.UTF_8)).violations())
                .anySatisfy(violation -> assertThat(violation.expected()).contains("risks_blockers"));
    }

    @Test
    void namesBothPlacesOfKeysGivenTwice() throws IOException {
        assertThat(read(Files.readAllBytes(EXAMPLES.resolve("unreadable/sync-package.v1/key-given-twice.json")))
                        .violations())
                .extracting(Violation::pointer, Violation::line)
                .containsExactly(tuple("/round", 4), tuple("/from", 7));
    }

    @Test
    void givesTheSameContentDigestWhateverTheSpacingAndOrder() {
        String one = "{\"from\":\"cursor\",\"round\":1,\"artifacts_produced\":[],\"risks_blockers\":[\"none\"]}";
        String other =
                "{ \"risks_blockers\":[\"none\"], \"round\":1.0,\n \"artifacts_produced\":[], \"from\":\"cursor\" }";
        PackageReading first = read(one.getBytes(StandardCharsets.UTF_8));
        PackageReading second = read(other.getBytes(StandardCharsets.UTF_8));
        assertThat(second.contentSha256()).isEqualTo(first.contentSha256()).isPresent();
        assertThat(second.receivedSha256()).isNotEqualTo(first.receivedSha256());
    }

    @Test
    void refusesTwoMebibytesBySizeAlone() {
        assertThat(read(new byte[2 << 20]).violations())
                .singleElement()
                .extracting(Violation::rule)
                .isEqualTo("size");
    }

    @Test
    void showsForeignTextWithoutControlCharacters() {
        String text = "{\"from\":\"cursor\",\"round\":1,\"artifacts_produced\":[],\"risks_blockers\":[\"none\"],"
                + "\"\\u001b[31mred\\u202e\":1}";
        assertThat(read(text.getBytes(StandardCharsets.UTF_8)).violations())
                .singleElement()
                .extracting(Violation::found)
                .isEqualTo("red");
    }

    private static PackageReading read(byte[] bytes) {
        return SyncPackageReader.read(bytes, DECLARED);
    }

    private static Stream<Path> examples(String kind) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES.resolve(kind).resolve("sync-package.v1"))) {
            return files.sorted().toList().stream();
        }
    }
}
