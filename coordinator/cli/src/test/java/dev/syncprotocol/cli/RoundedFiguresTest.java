package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedFiguresTest {
    @ParameterizedTest
    @CsvSource({
        "FAR=55.294117647058826% of it, FAR=55.2941% of it",
        "threshold=-3.9616694450378420 val_loss=0.0026194220810959283, threshold=-3.9617 val_loss=0.002619",
        "1.2345678E-7 left, 0.0000001235 left",
        "99.999999 %, 100 %",
        "0.5 and 12.25 stay, 0.5 and 12.25 stay",
        "results/run_20260102_120000/x.123456.csv stays, results/run_20260102_120000/x.123456.csv stays"
    })
    void keepsFourDecimalsOrFourDigits(String text, String shown) {
        assertThat(RoundedFigures.in(text)).isEqualTo(shown);
    }
}
