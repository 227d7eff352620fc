package dev.syncprotocol.aoi.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KpiTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FAR < 0.1% at recall=100%",
                "far<0.1%@recall=100%",
                "  FAR  <  0.1 %  @  Recall = 100 % ",
                "FAR < 0.1% AT RECALL=100.0%"
            })
    void readsAnyWayOfWritingIt(String text) {
        KpiTarget target = KpiTarget.parse(text);
        assertThat(target.operator()).isEqualTo(KpiTarget.Operator.BELOW);
        assertThat(target.farPct()).isEqualTo(0.1);
        assertThat(target.recallPct()).isEqualTo(100);
        assertThat(target.minRecall()).isEqualTo(1);
        assertThat(target.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FAR < 0.1",
                "FAR < 0.1% at recall=1",
                "FAR > 5% at recall=100%",
                "FAR = 5% at recall=100%",
                "FAR < -1% at recall=100%",
                "FAR < 101% at recall=100%",
                "FAR < 5% at recall=101%",
                "FAR < 5% at recall=0%",
                "FAR < 5% at recall=100% please",
                "FAR < 1e2% at recall=100%"
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> KpiTarget.parse(text))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @Test
    void keepsTheOperatorAsItWasWritten() {
        OperatingPoint fivePercent = new OperatingPoint(0, 10, 1, 19, 0);
        assertThat(KpiTarget.parse("FAR < 5% at recall=100%").isMetBy(fivePercent))
                .isFalse();
        assertThat(KpiTarget.parse("FAR <= 5% at recall=100%").isMetBy(fivePercent))
                .isTrue();
    }

    @Test
    void asksForTheRecallToo() {
        OperatingPoint oneEscape = new OperatingPoint(0, 9, 0, 20, 1);
        assertThat(KpiTarget.parse("FAR < 5% at recall=100%").isMetBy(oneEscape))
                .isFalse();
        assertThat(KpiTarget.parse("FAR < 5% at recall=90%").isMetBy(oneEscape)).isTrue();
    }
}
