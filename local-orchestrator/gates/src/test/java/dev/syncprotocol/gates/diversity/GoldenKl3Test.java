package dev.syncprotocol.gates.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code golden/kl3.json}; the naive figure there is a peer's and not ours. */
class GoldenKl3Test {
    static Stream<Arguments> cases() {
        return Golden.cases("kl3").stream()
                .map(golden -> Arguments.of(golden.get("name").textValue(), golden));
    }

    /** To see it red: drop the moved weight, count the begin marks as events, or leave the end mark out of V. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void measuresTheCrossEntropiesOfTheGoldenCase(String name, JsonNode golden) {
        JsonNode inputs = golden.get("inputs");
        JsonNode expected = golden.get("expected");
        CrossEntropyGap gap = CrossEntropyGap.of(
                Golden.strings(inputs.get("self_train")),
                Golden.strings(inputs.get("held_out")),
                Golden.strings(inputs.get("reference")));

        assertThat(gap.vocabulary()).isEqualTo(expected.get("vocabulary").intValue());
        assertThat(gap.events()).isEqualTo(expected.get("held_out_events").intValue());
        Golden.agrees("under the reference", gap.reference(), expected.get("cross_entropy_reference"));
        Golden.agrees("under itself", gap.self(), expected.get("cross_entropy_self"));
        Golden.agrees("KL3", gap.kl3(), expected.get("kl3"));
    }
}
