package dev.syncprotocol.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.coordinator.workspace.ModelPrice;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "50000,'50,000 tokens'",
        "50k,'50,000 tokens'",
        "2M,'2,000,000 tokens'",
        "0.5USD,0.50 USD",
        "$2,2.00 USD"
    })
    void readsBudgets(String text, String words) {
        assertThat(Budget.parse(text).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "lots", "0USD", "1.5", "$", "9999999999999"})
    void refusesWhatIsNoBudget(String text) {
        assertThatThrownBy(() -> Budget.parse(text)).isInstanceOf(SyncException.class);
    }

    @Test
    void refusesABudgetInDollarsWithoutPrices() {
        assertThatThrownBy(() -> new Meter(Budget.parse("1USD"), Optional.empty()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("needs the provider's prices");
    }

    @Test
    void countsCostAndEndsWhenItIsSpent() {
        Meter meter = new Meter(Budget.parse("0.01USD"), Optional.of(new ModelPrice(1.0, 10.0)));
        meter.add(new Usage(1_000, 899, false));
        meter.requireLeft();
        assertThat(meter.cost().orElseThrow()).isEqualTo(0.00999, org.assertj.core.data.Offset.offset(1e-12));
        meter.add(new Usage(0, 1, false));
        assertThatThrownBy(meter::requireLeft).hasMessageContaining("is spent");
    }

    @Test
    void asksForNoLongerAnAnswerThanIsLeft() {
        Meter meter = new Meter(Budget.parse("1000"), Optional.empty());
        meter.add(new Usage(700, 100, false));
        assertThat(meter.outputTokens(4_096)).isEqualTo(200);
        assertThat(meter.outputTokens(50)).isEqualTo(50);
    }

    @Test
    void refusesAKeyInsideTheRepository() throws IOException {
        Path key = Files.writeString(folder.resolve("key.txt"), "k-123");
        assertThatThrownBy(() -> ModelKey.of(settings(key), Map.of(), folder))
                .hasMessageContaining("lies in the repository");
    }

    @Test
    void refusesALinkToAKeyInsideTheRepository() throws IOException {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Path key = Files.writeString(repository.resolve("key.txt"), "k-123");
        Path link = Files.createSymbolicLink(folder.resolve("link"), key);
        assertThatThrownBy(() -> ModelKey.of(settings(link), Map.of(), repository))
                .hasMessageContaining("lies in the repository");
    }

    @Test
    void takesAKeyFromAFileOutside() throws IOException {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Path file = Files.writeString(folder.resolve("key.txt"), "k-123\n");
        ModelKey key = ModelKey.of(settings(file), Map.of(), repository);
        assertThat(key.value()).isEqualTo("k-123");
        assertThat(key.toString()).isEqualTo("***");
        assertThat(key.mask("a k-123 b")).isEqualTo("a *** b");
    }

    @Test
    void refusesAKeyThatWouldBreakAHeader() {
        Map<String, String> environment = Map.of("GEMINI_API_KEY", "abc\r\nX-Evil: 1");
        assertThatThrownBy(() -> ModelKey.of(ProviderSettings.gemini("gemini"), environment, folder))
                .hasMessageContaining("line break")
                .hasMessageNotContaining("abc");
    }

    private static ProviderSettings settings(Path keyFile) {
        ProviderSettings plain = ProviderSettings.gemini("gemini");
        return new ProviderSettings(
                plain.name(),
                plain.kind(),
                plain.model(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(keyFile.toString()),
                Optional.empty(),
                Duration.ofSeconds(1),
                0,
                100,
                Optional.empty());
    }

    @Test
    void breaksAStreamThatIsTooLong() throws IOException {
        BoundedStream fits = new BoundedStream(new ByteArrayInputStream(new byte[100]), 100);
        assertThat(fits.readAllBytes()).hasSize(100);
        BoundedStream longer = new BoundedStream(new ByteArrayInputStream(new byte[101]), 100);
        assertThatThrownBy(longer::readAllBytes).isInstanceOf(BoundedStream.TooLong.class);
    }
}
