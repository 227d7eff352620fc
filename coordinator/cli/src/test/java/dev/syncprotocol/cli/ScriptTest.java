package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions at the command line, as text: src/test/resources/scripts. {@link Script} says how they read. */
class ScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void playsAsWritten(Path script, @TempDir Path folder) throws IOException {
        new Script(folder).play(Files.readAllLines(script), script.getFileName().toString());
    }

    @Test
    void findsTheScripts() throws IOException {
        assertThat(scripts()).hasSizeGreaterThan(5);
    }
}
