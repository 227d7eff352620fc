package dev.syncprotocol.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.SyncJson;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
    private static final int LIMIT = 16;
    private final RowEncoder encoder = new RowEncoder(new ByteTokenizer(), LIMIT);

    @Test
    void keepsARowThatFits() {
        EncodedRow row = encoder.encode(row("abc", "de"));
        assertThat(row.cut()).isFalse();
        // begin, a, b, c, line feed | d, e, end
        assertThat(row.tokens()).hasSize(8).startsWith(ByteTokenizer.BOS).endsWith(ByteTokenizer.EOS);
        assertThat(row.promptLength()).isEqualTo(5);
    }

    @Test
    void keepsTheEndOfALongInputAndTheWholeOutput() {
        EncodedRow row = encoder.encode(row("0123456789abcdefghij", "yz"));
        assertThat(row.cut()).isTrue();
        assertThat(row.tokens()).hasSize(LIMIT).endsWith('j', '\n', 'y', 'z', ByteTokenizer.EOS);
        assertThat(row.promptLength()).isEqualTo(LIMIT - 3);
    }

    @Test
    void keepsTheStartOfALongOutput() {
        EncodedRow row = encoder.encode(row("ab", "0123456789abcdefghij"));
        assertThat(row.cut()).isTrue();
        assertThat(row.tokens()).hasSize(LIMIT).startsWith(ByteTokenizer.BOS, 'a', 'b', '\n', '0');
        assertThat(row.tokens()[LIMIT - 1]).isNotEqualTo(ByteTokenizer.EOS);
    }

    @Test
    void givesEachHalfWhenBothAreLong() {
        EncodedRow row = encoder.encode(row("0123456789abcdefghij", "ABCDEFGHIJKLMNOPQRST"));
        assertThat(row.promptLength()).isEqualTo(LIMIT / 2);
        assertThat(row.tokens()).hasSize(LIMIT);
        assertThat(row.tokens()[LIMIT / 2]).isEqualTo('A');
    }

    private static Row row(String input, String output) {
        return new Row(input, output, SyncJson.object(), "rows.jsonl:1");
    }
}
