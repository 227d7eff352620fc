package dev.syncprotocol.coordinator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSettingsTest {
    private static List<Path> examples(String kind) throws IOException {
        Path folder = Path.of(System.getProperty("sync.root"))
                .resolve("schemas/examples")
                .resolve(kind)
                .resolve("workspace-config.v1");
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static boolean plain(byte[] yaml) {
        return PlainSettings.isPlain(
                LocatedDocument.read(yaml, DocumentFormat.YAML).root());
    }

    @Test
    void holdsForEveryValidExampleAndNoInvalidOne() throws IOException {
        assertThat(examples("valid")).isNotEmpty().allMatch(file -> plain(bytes(file)));
        assertThat(examples("invalid")).isNotEmpty().noneMatch(file -> plain(bytes(file)));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: \"1\"",
                "version: 2",
                "- version: 1",
                "version: 1\nparties: {}",
                "version: 1\nparties: [cursor]",
                "version: 1\nparties: {cursor: true}",
                "version: 1\nledger: 5",
                "version: 1\nledger: {max: 5}",
                "version: 1\nledger: {max_artifact_bytes: 104857601}",
                "version: 1\nledger: {max_artifact_bytes: 1.5}",
                "version: 1\nauto_launch: \"yes\"",
                "version: 1\nlaunch: {config: \"\"}",
                "version: 1\nlaunch: {config: 5}",
                "version: 1\nlaunch: {command: [a]}"
            })
    void holdsForNothingThatTheSchemaRefuses(String yaml) {
        assertThat(plain(yaml.getBytes(StandardCharsets.UTF_8))).isFalse();
    }
}
