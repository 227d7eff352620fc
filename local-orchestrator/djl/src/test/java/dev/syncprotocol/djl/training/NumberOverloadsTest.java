package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trap 1 of djl.md: {@code mul(Number)} and its kind under autograd point at memory Java may collect. The sources of
 * this module are read, since no compiler can tell the overloads apart for us.
 */
class NumberOverloadsTest {
    private static final Path SOURCES =
            Path.of(System.getProperty("sync.root"), "local-orchestrator/djl/src/main/java");

    private static final Pattern NUMBER_OVERLOAD = Pattern.compile(
            "\\.(add|sub|mul|div|mod|pow|maximum|minimum|addi|subi|muli|divi|powi|eq|neq|gt|gte|lt|lte|set|clip)"
                    + "\\(\\s*(-?[0-9.]+[fdL]?|\\(float\\)|\\(double\\)|Math\\.)");

    private static final List<String> INTERNALS =
            List.of("import ai.djl.pytorch.", "import ai.djl.engine.", "import ai.djl.ndarray.NDScope");

    @Test
    void noSourceOfThisModuleUsesOne() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(8);
        for (Path source : sources) {
            assertThat(NUMBER_OVERLOAD.matcher(Files.readString(source)).results())
                    .as(source.toString())
                    .isEmpty();
        }
    }

    @Test
    void onlyTheRuntimePackageImportsDjlsInternals() throws IOException {
        for (Path source : sources()) {
            if (!source.getParent().endsWith("runtime")) {
                assertThat(Files.readAllLines(source))
                        .as(source.toString())
                        .noneMatch(line -> INTERNALS.stream().anyMatch(line::startsWith));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.mul(2)", "x.pow(-0.5f)", "x.add(\n 1e-6)", "x.div(Math.sqrt(d))", "x.clip(0, 1)"})
    void theScanSeesOne(String code) {
        assertThat(NUMBER_OVERLOAD.matcher(code).find()).isTrue();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
