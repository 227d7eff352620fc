package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.training.bench.Bench;
import dev.syncprotocol.training.bench.BenchMode;
import dev.syncprotocol.training.bench.BenchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchTest {
    @TempDir
    private Path folder;

    /** With a clock that goes on by a second a look, so that no figure depends on the machine. */
    @ParameterizedTest
    @EnumSource
    void measuresEveryModeBesideItsProducts(BenchMode mode) throws IOException {
        new BenchRequest(mode, 1, 8, 2, 16, 4, 2, 3, 1, 1, 2, 1).writeTo(folder);
        AtomicLong seconds = new AtomicLong();
        new Bench(folder, () -> seconds.incrementAndGet() * 1_000_000_000).run();
        JsonNode answer = Bench.answer(folder);
        assertThat(answer.path("tokens_per_s").doubleValue()).isEqualTo(8);
        assertThat(answer.path("products_ratio").doubleValue()).isEqualTo(1);
        assertThat(answer.path("sec_per_step").path("median").doubleValue()).isEqualTo(1);
        assertThat(answer.path("last_loss").isNull()).isEqualTo(mode == BenchMode.GENERATE);
        assertThat(answer.path("arrays").intValue()).isPositive();
        assertThat(answer.path("arguments").path("lora").intValue()).isEqualTo(2);
        assertThat(answer.path("trained_parameters").intValue()).isLessThan(1000);
    }
}
