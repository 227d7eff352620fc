package dev.syncprotocol.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyncExceptionTest {
    @Test
    void endsAsItsCodeDoes() {
        assertThat(new SyncException(ErrorCode.TRAIN_NO_STEPS, "none").endKind())
                .isEqualTo(ErrorKind.FAILED);
    }

    @Test
    void endsAsItSaysWhateverIsAddedAfterwards() {
        SyncException container = new SyncException(ErrorCode.TRAIN_NO_STEPS, "none")
                .as(ErrorKind.ENGINE_FAILED)
                .withHint("see the log")
                .withNext("sync aoi status");
        assertThat(container.endKind()).isEqualTo(ErrorKind.ENGINE_FAILED);
        assertThat(container.code()).isEqualTo(ErrorCode.TRAIN_NO_STEPS);
        assertThat(container.hint()).contains("see the log");
        assertThat(container.next()).containsExactly("sync aoi status");
    }
}
