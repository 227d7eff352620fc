package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaoProbeTest {
    private final FakeContainers docker = FakeContainers.with(TaoFixture.images());

    @Test
    void findsEverythingWhereEverythingIs() {
        TaoProbe probe = probe(false);

        assertThat(probe.missing()).isEmpty();
        assertThat(probe.imageIds()).hasSize(2);
        assertThat(probe.answer().available()).isTrue();
        probe.require();
    }

    @Test
    void changesNothingWhileLooking() {
        probe(false);

        assertThat(docker.calls).isNotEmpty().allMatch(call -> call.container().isEmpty());
        assertThat(docker.calls)
                .extracting(call -> call.argv().get(0) + " " + call.argv().get(1))
                .containsOnly(
                        "docker info", "docker image", "nvidia-smi --list-gpus", "nvidia-smi --query-gpu=memory.total");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docker info | no docker: probed with docker info, which ended with 1",
                "nvidia-smi --list | no GPU: probed with nvidia-smi --list-gpus, which ended with 1",
                "7.0.0-pyt | no image nvcr.io/nvidia/tao/tao-toolkit:7.0.0-pyt: probed with docker image inspect",
                "7.0.0-data-services | no image nvcr.io/nvidia/tao/tao-toolkit:7.0.0-data-services: probed with"
            })
    void saysWhatIsMissingAndHowItLooked(String failing, String sentence) {
        docker.failures.put(failing, 1);

        assertThat(probe(false).missing()).singleElement().asString().startsWith(sentence);
        assertThatThrownBy(() -> probe(false).require()).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE);
            assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--engine embedded"));
        });
    }

    @Test
    void reportsAllThatIsMissingTogether() {
        docker.failures.put("docker info", 1);
        docker.failures.put("nvidia-smi", 127);

        TaoProbe probe = TaoProbe.of(TaoFixture.images(), Optional.of(Path.of("/nowhere/weights.pth")), false, docker);

        assertThat(probe.missing()).hasSize(3).last().isEqualTo("no weights: /nowhere/weights.pth is no readable file");
    }

    @Test
    void takesAMissingImageForAPlanWhenItMayBePulled() {
        docker.images.clear();

        TaoProbe probe = probe(true);

        assertThat(probe.missing()).isEmpty();
        assertThat(probe.absentImages()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"49140,16", "46080,16", "24564,8", "22528,8", "16376,4"})
    void advisesABatchByTheSmallestGpu(long mib, int batch) {
        ContainerRunner twoGpus = call -> call.argv().get(1).startsWith("--query")
                ? new ContainerResult(0, "81559\n" + mib + "\n", Duration.ZERO)
                : docker.run(call);

        assertThat(TaoProbe.of(TaoFixture.images(), Optional.empty(), false, twoGpus)
                        .advisedBatchSize())
                .hasValue(batch);
    }

    private TaoProbe probe(boolean pulls) {
        return TaoProbe.of(TaoFixture.images(), Optional.empty(), pulls, docker);
    }
}
