package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The records that tensorboard_logger and TensorFlow have in their own tests, byte for byte (run-store.md section 16). */
class EventFileTest {
    private static final double WALL_TIME = 256.5;

    @Test
    void writesTheGoldenRecords() {
        EventFile file = EventFile.begin(WALL_TIME);
        file.scalar("v/1", 1.5f, 1, WALL_TIME);
        file.scalar("v/22", 16, 2, WALL_TIME);
        assertThat(HexFormat.of().formatHex(file.bytes()))
                .isEqualTo("1800000000000000a37f4b220900000000000870401a0d627261696e2e4576656e743a32bc98212b"
                        + "19000000000000008bf10828090000000000087040" + "10012a0c0a0a0a03762f31150000c03f2cecc087"
                        + "1a00000000000000129bd82d090000000000087040" + "10022a0d0a0b0a04762f323215000080418fa3b688");
    }

    @Test
    void writesAnOlderVersionsRecordToo() {
        EventFile file = new EventFile();
        file.version("brain.Event:1", 1440183447.0);
        assertThat(HexFormat.of().formatHex(file.bytes()))
                .isEqualTo("1800000000000000a37f4b22090000c025dd75d5411a0d627261696e2e4576656e743a31ecf3328d");
    }

    @Test
    void leavesAStepOfZeroOut() {
        EventFile zero = new EventFile();
        zero.scalar("a", 1, 0, 0);
        EventFile one = new EventFile();
        one.scalar("a", 1, 1, 0);
        assertThat(one.bytes().length - zero.bytes().length).isEqualTo(2);
    }
}
