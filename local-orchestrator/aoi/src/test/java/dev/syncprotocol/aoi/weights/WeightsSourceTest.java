package dev.syncprotocol.aoi.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address that stands for what a person typed, or the specification says. */
class WeightsSourceTest {
    private static final String HUB = "https://huggingface.co";

    @ParameterizedTest
    @CsvSource({
        "nvidia/C-RADIOv2-B, https://huggingface.co/nvidia/C-RADIOv2-B/resolve/main/model.safetensors",
        "a/b@v1.0:c/d.pth, https://huggingface.co/a/b/resolve/v1.0/c/d.pth",
        "a/b:d.ckpt, https://huggingface.co/a/b/resolve/main/d.ckpt",
        "https://huggingface.co/a/b, https://huggingface.co/a/b/resolve/main/model.safetensors",
        "https://huggingface.co/a/b/blob/main/x.pth, https://huggingface.co/a/b/resolve/main/x.pth",
        "https://huggingface.co/a/b/resolve/main/x.pth?download=true, https://huggingface.co/a/b/resolve/main/x.pth",
        "https://example.org/w/x.pth, https://example.org/w/x.pth",
        "http://localhost:8080/x.pth, http://localhost:8080/x.pth",
    })
    void readsAddressesAndRepositories(String typed, String address) {
        WeightsSource source = WeightsSource.of(typed, ModelHub.STANDARD);

        assertThat(source.address()).hasToString(address);
        assertThat(address).endsWith("/" + source.fileName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/x.pth",
                "http://127.0.0.1.example.org/x.pth",
                "https://key@example.org/x.pth",
                "https://example.org/x.pth?key=secret",
                "https://example.org/x.pth#secret",
                "https://example.org/x.zip",
                "https://example.org/",
                "file:///w/x.pth",
                "just-a-name",
                "a/b:../../c.txt",
            })
    void refusesWhatIsNoSafeAddressOfWeights(String typed) {
        SyncException refused =
                catchThrowableOfType(SyncException.class, () -> WeightsSource.of(typed, ModelHub.STANDARD));

        assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
        assertThat(refused).message().doesNotContain("secret").doesNotContain("key@");
    }

    @Test
    void takesTheSpecificationsSourceBeforeThePublishedOne() {
        Optional<String> nothing = Optional.empty();
        String radio = "c_radio_v2_vit_base_patch16_224";

        assertThat(source(Optional.of("a/b"), radio)).contains(HUB + "/a/b/resolve/main/model.safetensors");
        assertThat(source(Optional.of("https://huggingface.co/nvidia/C-RADIOv2-B"), radio))
                .contains(HUB + "/nvidia/C-RADIOv2-B/resolve/main/model.safetensors");
        assertThat(source(Optional.of("/data/pretrained_models/x.pth"), radio))
                .contains(HUB + "/nvidia/C-RADIOv2-B/resolve/main/model.safetensors");
        assertThat(source(nothing, radio)).contains(HUB + "/nvidia/C-RADIOv2-B/resolve/main/model.safetensors");
        assertThat(source(nothing, "vit_of_somebody")).isEmpty();
        assertThat(source(Optional.of("weights/x.pth"), "vit_of_somebody")).isEmpty();
    }

    @Test
    void asksTheMirrorThatTheVariableNames() {
        ModelHub mirror = ModelHub.of(Map.of("HF_ENDPOINT", "https://mirror.example.org/"));

        assertThat(WeightsSource.of("a/b", mirror).address())
                .hasToString("https://mirror.example.org/a/b/resolve/main/model.safetensors");
        assertThat(mirror.owns(WeightsSource.of("https://huggingface.co/a/b/resolve/main/x.pth", mirror)
                        .address()))
                .isFalse();
        assertThat(catchThrowableOfType(
                        SyncException.class, () -> ModelHub.of(Map.of("HF_ENDPOINT", "http://mirror.example.org"))))
                .hasMessageContaining("HF_ENDPOINT");
    }

    private static Optional<String> source(Optional<String> path, String type) {
        return WeightsSource.ofSpecification(path, type, ModelHub.STANDARD)
                .map(source -> source.address().toString());
    }
}
