package dev.syncprotocol.djl.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.djl.training.SumsWorkspace.Kind;
import dev.syncprotocol.djl.training.runtime.Parameter;
import dev.syncprotocol.djl.training.runtime.StepScope;
import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.TokenGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** libtorch cannot have the memory it asks for: exit 1, a report, and the next run goes on from what was saved. */
class NativeMemoryTest {
    private static final long MORE_THAN_ANY_MACHINE_HAS = 1L << 50;
    private static final int STEPS = 4;

    @TempDir
    private Path folder;

    @Test
    void anAllocationThatFailsEndsTheRunAndTheNextGoesOn() throws IOException {
        SumsWorkspace workspace = SumsWorkspace.write(folder, Kind.SFT, 4, STEPS);
        assertThat(train(workspace, 1, null, new DjlEngine()).code()).isZero();
        Map<String, String> whole = workspace.digests(STEPS);
        Files.move(folder.resolve("checkpoints"), folder.resolve("checkpoints-whole"));

        DjlEngine greedy =
                new DjlEngine((setup, runtime) -> new Greedy(DjlEngine.decoder(setup, runtime), runtime, new int[1]));
        OwnEngine.Ended failed = train(workspace, 2, null, greedy);
        assertThat(failed.code()).as(failed.said()).isEqualTo(1);
        assertThat(failed.said()).contains("FATAL: ", "can't allocate memory");
        JsonNode outcome = SyncJson.read(Files.readString(folder.resolve("launches/2/outcome.json")));
        assertThat(outcome.path("checkpoint").asText()).isEqualTo("checkpoints/x/step_00002");
        JsonNode report = SyncJson.read(
                Files.readString(folder.resolve(outcome.path("error_report").asText())));
        assertThat(report.path("message").asText()).contains("can't allocate memory");
        assertThat(report.path("stage").asText()).isEqualTo("engine");
        assertThat(report.path("step").asInt()).isEqualTo(3);
        assertThat(report.path("batch_ids")).isNotEmpty();

        OwnEngine.Ended resumed = train(workspace, 3, "latest", new DjlEngine());
        assertThat(resumed.code()).as(resumed.said()).isZero();
        assertThat(workspace.digests(STEPS)).isEqualTo(whole);
    }

    private static OwnEngine.Ended train(SumsWorkspace workspace, int launch, @Nullable String resume, DjlEngine engine)
            throws IOException {
        return OwnEngine.train(Kind.SFT.engineKey(), engine, workspace.order(launch, resume), () -> false);
    }

    /** Asks for too much in the third step. */
    private record Greedy(TorchModel model, TorchRuntime runtime, int[] passes) implements TorchModel {
        @Override
        public SortedMap<String, Parameter> parameters() {
            return model.parameters();
        }

        @Override
        public NDArray hidden(TokenGrid tokens, int[] firsts, Past past, Pass pass, StepScope scope) {
            if (pass == Pass.TRAINING && ++passes[0] == 3) {
                return runtime.lastingZeros(new long[] {MORE_THAN_ANY_MACHINE_HAS});
            }
            return model.hidden(tokens, firsts, past, pass, scope);
        }

        @Override
        public NDArray head(NDArray hidden, Pass pass) {
            return model.head(hidden, pass);
        }

        @Override
        public NDArray values(NDArray hidden, Pass pass) {
            return model.values(hidden, pass);
        }

        @Override
        public Optional<Sha256> frozen() {
            return model.frozen();
        }
    }
}
