package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adaptor reads before it runs anything: keys, images, platforms, the schema of an image. */
class TaoInputsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "HF_TOKEN=abc | abc",
                "export HF_TOKEN=abc | abc",
                "HF_TOKEN=\"a b#c\" # the token | a b#c",
                "HF_TOKEN='a\"b' | a\"b",
                "  HF_TOKEN = abc   # note | abc",
                "HF_TOKEN=$(rm -rf x) | ~~",
                "HF_TOKEN=a$HOME | a$HOME"
            })
    void readsAVariableAndExecutesNothing(String line, String value) {
        if (value.isEmpty()) {
            assertThatThrownBy(() -> DotEnv.parse(".env", line)).isInstanceOf(SyncException.class);
        } else {
            assertThat(DotEnv.parse(".env", line)).containsExactly(Map.entry("HF_TOKEN", value));
        }
    }

    @Test
    void namesTheLineOfABrokenFileAndNotItsContent() {
        assertThatThrownBy(() -> DotEnv.parse(".env", "# keys\n\nHF_TOKEN secret-value\n"))
                .hasMessage(".env:3: expected NAME=value");
    }

    @Test
    void letsTheEnvironmentWinUnlessItIsEmpty() throws IOException {
        Files.writeString(folder.resolve(".env"), "HF_TOKEN=file\nNGC_API_KEY=file\n");

        Map<String, String> merged =
                DotEnv.under(Map.of("HF_TOKEN", "environment", "NGC_API_KEY", ""), DotEnv.read(folder.resolve(".env")));

        assertThat(merged).containsEntry("HF_TOKEN", "environment").containsEntry("NGC_API_KEY", "file");
        assertThat(DotEnv.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void asksForBothKeysUnlessEverythingIsHereAndStaysOffline() {
        TaoCredentials none = TaoCredentials.of(Map.of("HF_TOKEN", " "));

        assertThat(none.missing(true, false)).hasSize(2);
        assertThat(none.missing(false, true)).hasSize(2);
        assertThat(none.missing(true, true)).isEmpty();
        assertThat(TaoCredentials.of(Map.of("HF_TOKEN", "a", "NGC_API_KEY", "b"))
                        .missing(false, false))
                .isEmpty();
    }

    @Test
    void takesImagesFromTheVersionsFile() throws IOException {
        TaoImages images = TaoImages.resolve(Optional.of(TaoFixture.versions(folder, "r/pyt:1", "r/ds:1")), Map.of());

        assertThat(images.training()).isEqualTo(new TaoImages.Image("r/pyt:1", "images.tao_toolkit.pyt"));
        assertThat(images.dataServices()).isEqualTo(new TaoImages.Image("r/ds:1", "images.tao_toolkit.data_services"));
    }

    @Test
    void letsAVariableNameAnotherImage() throws IOException {
        TaoImages images = TaoImages.resolve(
                Optional.of(TaoFixture.versions(folder, "r/pyt:1", "r/ds:1")),
                Map.of("TAO_PYT_IMAGE", "r/mine:2", "TAO_DS_IMAGE", ""));

        assertThat(images.training()).isEqualTo(new TaoImages.Image("r/mine:2", "TAO_PYT_IMAGE"));
        assertThat(images.dataServices().reference()).isEqualTo("r/ds:1");
    }

    @Test
    void refusesAnEmptyKey() {
        assertRefused(
                () -> TaoImages.resolve(Optional.of(TaoFixture.versions(folder, "r/pyt:1", "\"\"")), Map.of()),
                ErrorCode.ENGINE_UNAVAILABLE,
                "TAO_DS_IMAGE is not set and images.tao_toolkit.data_services is missing or empty");
    }

    @Test
    void refusesToGuessWithoutAVersionsFile() {
        assertRefused(
                () -> TaoImages.resolve(Optional.empty(), Map.of()),
                ErrorCode.ENGINE_UNAVAILABLE,
                "no versions.yaml was found");
    }

    @ParameterizedTest
    @CsvSource({
        "nvcr.io/nvidia/tao:1,nvcr.io",
        "localhost:5000/tao,localhost:5000",
        "nvidia/tao,docker.io",
        "tao,docker.io"
    })
    void knowsTheRegistryOfAReference(String reference, String registry) {
        assertThat(new TaoImages.Image(reference, "test").registry()).isEqualTo(registry);
    }

    @Test
    void logsInOnceARegistryWithTheKeyOnStandardInput() {
        FakeContainers docker = FakeContainers.with(TaoFixture.images());
        List<TaoImages.Image> images =
                List.of(TaoFixture.images().training(), TaoFixture.images().dataServices());

        new TaoPull(docker, Map.of("NGC_API_KEY", TaoFixture.TOKEN)).fetch(images, Optional.of(TaoFixture.TOKEN));

        assertThat(docker.calls).extracting(call -> call.argv().get(1)).containsExactly("login", "pull", "pull");
        assertThat(docker.calls.get(0).standardInput()).hasValue(TaoFixture.TOKEN);
        assertThat(docker.calls).noneMatch(call -> call.toString().contains(TaoFixture.TOKEN));
    }

    @Test
    void refusesAPullThatFailed() {
        FakeContainers docker = FakeContainers.with(TaoFixture.images());
        docker.failures.put("docker pull", 1);

        assertRefused(
                () -> new TaoPull(docker, Map.of())
                        .fetch(List.of(TaoFixture.images().training()), Optional.empty()),
                ErrorCode.ENGINE_UNAVAILABLE,
                "docker pull nvcr.io/nvidia/tao/tao-toolkit:7.0.0-pyt ended with 1");
    }

    @Test
    void knowsTheArgumentsOfThisAndTheEarlierRelease() {
        String rest = "train_config: ???\nkpi_media_path: ???\ntop_k_per_label: 50\n";

        assertThat(GapKeys.of("inference_results_dir: ???\nresults_dir: ???\n" + rest))
                .isEqualTo(GapKeys.CURRENT);
        assertThat(GapKeys.of("inference_csv: ???\noutput_dir: ???\n" + rest))
                .isEqualTo(new GapKeys("inference_csv", "output_dir"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"results_dir: ???\n", "Traceback (most recent call last):\n  File: [", ""})
    void refusesAnyOtherDriftOfAnImage(String printed) {
        assertRefused(() -> GapKeys.of(printed), ErrorCode.ENGINE_UNAVAILABLE, "gap_analysis vcn_aoi --cfg=job");
    }

    @Test
    void listsOurPlatformsWithoutASkillBank() throws IOException {
        assertThat(TaoPlatforms.with(folder).platforms())
                .extracting(TaoPlatforms.Platform::name)
                .containsExactly("local", "docker");
    }

    @Test
    void listsThePlatformsOfASkillBankAsKnownAndNoMore() throws IOException {
        Path manifest = folder.resolve("skills/platform/platforms.manifest.json");
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, """
                {"schema_version": 3, "platforms": [
                  {"name": "slurm", "aliases": ["cluster"], "description": "A cluster.",
                   "required_credentials": [{"name": "SLURM_USER"}],
                   "optional_credentials": [{"name": "HF_TOKEN", "only_when": "the model is gated"}]},
                  {"name": "local-docker", "aliases": ["docker"], "description": "Docker."}]}
                """);

        TaoPlatforms platforms = TaoPlatforms.with(folder);

        assertThat(platforms.platforms())
                .extracting(TaoPlatforms.Platform::name)
                .containsExactly("local", "docker", "slurm");
        assertThat(platforms.named("cluster").executable()).isFalse();
        assertThat(platforms.named("cluster").credentials())
                .containsExactly(
                        new TaoPlatforms.Credential("SLURM_USER", true, ""),
                        new TaoPlatforms.Credential("HF_TOKEN", false, "the model is gated"));
        assertThat(platforms.named("local-docker").executable()).isTrue();
        assertRefused(() -> platforms.named("moon"), ErrorCode.USAGE, "there are local, docker, slurm");
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
