package dev.syncprotocol.aoi.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmpAllocationTest {
    private static final Pairing PAIRING = new Pairing(
            List.of(
                    object("D1", "open", 1),
                    object("D1", "open", 2),
                    object("D2", "open", 1),
                    object("D1", "short", 1)),
            4,
            4);

    @TempDir
    private Path folder;

    @Test
    void comparesTexturesWhereTheyAreNamedAndDefectsWhereTheyAreNot() {
        assertThatCode(() -> check("{\"defect_type\":\"open\",\"count\":3}", "{\"defect_type\":\"short\"}"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(
                        "{\"defect_type\":\"D1+open\",\"count\":2}",
                        "{\"defect_type\":\"D2+open\",\"count\":1}",
                        "{\"defect_type\":\"SHORT\",\"count\":1,\"shape\":\"round\"}"))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesACountThatIsNotThere() {
        assertMismatch(
                "expected 4 pairs, found 3", "{\"defect_type\":\"open\",\"count\":4}", "{\"defect_type\":\"short\"}");
    }

    @Test
    void refusesATypeNobodyAskedFor() {
        assertMismatch("D1+short", "{\"defect_type\":\"open\",\"count\":3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\":1}",
                "[]",
                "{",
                "{\"defect_type\":\"open\",\"count\":\"3\"}",
                "{\"defect_type\":\" \"}"
            })
    void refusesALineThatIsNoEntry(String line) {
        assertMismatch(":1: expected", line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "OPEN", " Open "})
    void refusesATypeGivenTwice(String again) {
        assertMismatch(
                ":2: expected each defect_type once",
                "{\"defect_type\":\"open\"}",
                "{\"defect_type\":\"" + again + "\"}");
    }

    /** A type that was asked for and of which nothing lies there. */
    @Test
    void refusesATypeOfWhichThereIsNoPair() {
        assertMismatch(
                "spur: expected 2 pairs, found 0 pairs",
                "{\"defect_type\":\"open\"}",
                "{\"defect_type\":\"short\"}",
                "{\"defect_type\":\"spur\",\"count\":2}");
    }

    @Test
    void readsNoSpecificationWhereThereIsNone() throws IOException {
        assertThat(DefectSpec.read(folder.resolve("none.jsonl"))).isEmpty();
        assertThatCode(() -> AmpAllocation.check(Optional.empty(), PAIRING)).doesNotThrowAnyException();
    }

    @Test
    void comparesWhatWasStagedPerLabel() {
        assertThatCode(() -> AmpAllocation.check(PAIRING, Map.of("open", 3, "short", 1), 4))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> AmpAllocation.check(PAIRING, Map.of("open", 2, "short", 2), 4))
                .hasMessageContaining("open: expected 3 pairs, found 2 pairs");
        assertThatThrownBy(() -> AmpAllocation.check(PAIRING, Map.of("open", 3, "short", 1, "ng", 1), 4))
                .hasMessageContaining("ng: expected 0 pairs");
        assertThatThrownBy(() -> AmpAllocation.check(PAIRING, Map.of("open", 3, "short", 1), 5))
                .hasMessageContaining("manifest.counts.sdg_rows");
    }

    private void check(String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("defect_spec.jsonl"), String.join("\n", lines) + "\n");
        AmpAllocation.check(DefectSpec.read(file), PAIRING);
    }

    private void assertMismatch(String message, String... lines) {
        assertThatThrownBy(() -> check(lines))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AMP_ALLOCATION_MISMATCH))
                .hasMessageContaining(message);
    }

    private static PregenObject object(String texture, String defect, int number) {
        String type = texture + "+" + defect;
        return new PregenObject(type + "_" + number, type, defect, Map.of(), Map.of());
    }
}
