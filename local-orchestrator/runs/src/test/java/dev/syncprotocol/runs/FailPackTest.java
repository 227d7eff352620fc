package dev.syncprotocol.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailPackTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final long PLENTY = 1 << 20;

    @TempDir
    private Path workspace;

    @Test
    void packsLogsReportsConfigsAndOwnConfig() throws IOException {
        put("logs/train.log", "step 1");
        put("reports/metrics.jsonl", "{}");
        put("configs/train_min.yaml", "run: 1");
        put(".sync/config.yaml", "parties: []");
        put("data/secret.jsonl", "not asked for");
        put("checkpoints/min/step_00010/MANIFEST.json", "{}");
        put("checkpoints/min/step_00010/model.safetensors", "weights");
        FailPack.Result result = FailPack.write(order(PLENTY, Map.of()));
        assertThat(result.file()).isEqualTo(workspace.resolve("reports/FAIL_20260101_120000.tgz"));
        assertThat(unpacked(result.file()).keySet())
                .containsExactly(
                        "logs/train.log",
                        "reports/metrics.jsonl",
                        "configs/train_min.yaml",
                        ".sync/config.yaml",
                        "checkpoints/min/step_00010/MANIFEST.json",
                        FailPack.MANIFEST);
    }

    @Test
    void leavesOlderPacksOut() throws IOException {
        put("reports/a.json", "{}");
        FailPack.write(order(PLENTY, Map.of()));
        FailPack.Result second = FailPack.write(order(PLENTY, Map.of()));
        assertThat(second.file()).hasFileName("FAIL_20260101_120000_2.tgz");
        assertThat(second.packed()).containsExactly("reports/a.json");
    }

    @Test
    void notesMissingFoldersAndPacksTheRest() throws IOException {
        put("logs/train.log", "step 1");
        FailPack.Result result = FailPack.write(order(PLENTY, Map.of()));
        assertThat(result.missing()).containsExactly("reports/", "configs/");
        assertThat(manifest(result).path("missing")).hasSize(2);
    }

    @Test
    void masksSecretsAndKeepsTheDigestOfTheOriginal() throws IOException {
        String original = "token s3cr3t-value in a log";
        put("logs/train.log", original);
        FailPack.Result result = FailPack.write(order(PLENTY, Map.of("SCORER_API_KEY", "s3cr3t-value")));
        assertThat(text(result, "logs/train.log")).isEqualTo("token *** in a log");
        JsonNode entry = manifest(result).path("files").path(0);
        assertThat(entry.path("sha256").asText()).isEqualTo(Sha256.of(original).hex());
        assertThat(entry.path("masked").asBoolean()).isTrue();
        assertThat(text(result, FailPack.MANIFEST)).contains("SCORER_API_KEY").doesNotContain("s3cr3t-value");
    }

    @Test
    void listsWhatDoesNotFitAndPacksTheSmallestFirst() throws IOException {
        put("logs/big.log", "x".repeat(5000));
        put("logs/small.log", "y");
        FailPack.Result result = FailPack.write(order(100, Map.of()));
        assertThat(result.packed()).containsExactly("logs/small.log");
        assertThat(result.left()).containsExactly("logs/big.log");
        JsonNode big = manifest(result).path("files").path(0);
        assertThat(big.path("packed").asBoolean()).isFalse();
        assertThat(big.path("sha256").asText())
                .isEqualTo(Sha256.of("x".repeat(5000)).hex());
    }

    @Test
    void packsBytesThatAreNoTextUnchanged() throws IOException {
        byte[] noText = {(byte) 0xFF, (byte) 0xFE, 0, 1};
        Files.createDirectories(workspace.resolve("logs"));
        Files.write(workspace.resolve("logs/core.bin"), noText);
        FailPack.Result result = FailPack.write(order(PLENTY, Map.of()));
        assertThat(unpacked(result.file()).get("logs/core.bin")).isEqualTo(noText);
    }

    @Test
    void followsNoLinkOutOfTheWorkspace(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("outside.txt"), "elsewhere");
        Files.createDirectories(workspace.resolve("logs"));
        Files.createSymbolicLink(workspace.resolve("logs/link"), outside);
        assertThat(FailPack.write(order(PLENTY, Map.of())).packed()).isEmpty();
    }

    private FailPack.Order order(long maxBytes, Map<String, String> environment) {
        return new FailPack.Order(
                workspace, Optional.empty(), maxBytes, environment, NOON, List.of("sync", "failpack"));
    }

    private void put(String name, String content) throws IOException {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static JsonNode manifest(FailPack.Result result) throws IOException {
        return SyncJson.read(text(result, FailPack.MANIFEST));
    }

    private static String text(FailPack.Result result, String name) throws IOException {
        return new String(unpacked(result.file()).get(name), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> unpacked(Path pack) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(pack);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        return files;
    }
}
