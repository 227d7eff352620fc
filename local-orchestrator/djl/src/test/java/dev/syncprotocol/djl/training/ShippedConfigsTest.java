package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations this build must be able to run as they are. */
class ShippedConfigsTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("sync.root"), "schemas/examples/valid/train-config.v1");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleNamesPartsOfThisBuild(Path example) {
        assertThatCode(() -> TrainConfigReader.ofThisBuild()
                        .read(Files.readAllBytes(example), example.getFileName().toString()))
                .doesNotThrowAnyException();
    }

    /** S3-3.4: engine trl_ppo, strategy ppo, as the seed writes them. */
    @ParameterizedTest
    @ValueSource(strings = {"seed-003-first-version.yaml", "seed-003-patched.yaml"})
    void theSeedsConfigRunsPpoOnTheNativeEngine(String name) throws IOException {
        TrainConfig config = TrainConfigReader.ofThisBuild()
                .read(Files.readAllBytes(EXAMPLES.resolve(name)), name)
                .config();
        assertThat(config.engine().name()).isEqualTo("trl_ppo");
        assertThat(config.ppo()).isPresent();
    }
}
