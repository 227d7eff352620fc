package dev.syncprotocol.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.DataPosition;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.checkpoint.CheckpointStore.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final RepoPath OUTPUT = new RepoPath("checkpoints/local");
    private static final Retention ALL = new Retention(0, Optional.empty());

    @TempDir
    private Path workspace;

    /** Seed 003, test_ckpt: what was saved is what is loaded. */
    @Test
    void loadsWhatItSaved() {
        Checkpoint saved = checkpoint(20);
        Path folder = store().save(saved, ALL);
        assertThat(store().load(folder)).isEqualTo(saved);
        assertThat(folder).hasFileName("step_00020");
    }

    @Test
    void writesTheSeedsFiveParts() throws IOException {
        Path folder = store().save(checkpoint(20), ALL);
        assertThat(names(folder))
                .containsExactlyInAnyOrder(
                        "model.safetensors",
                        "opt.pt",
                        "sched.pt",
                        "scaler.pt",
                        "rng.pkl",
                        "trainer_state.json",
                        "config_effective.yaml",
                        "MANIFEST.json");
    }

    /** D7: both names of the adapter, one content, and the base it stands on. */
    @Test
    void anAdapterHasThePeftFormBesideIt() throws IOException {
        Checkpoint plain = checkpoint(20);
        AdapterSpec spec = new AdapterSpec("tiny", 2, 4, 0.1, List.of("q_proj"), false);
        Tensor factor = Tensor.ofFloats(new long[] {2}, 1, 2);
        Map<String, Tensor> factors = Map.of("m.q_proj.lora_A.weight", factor, "m.q_proj.lora_B.weight", factor);
        Checkpoint saved = new Checkpoint(
                20,
                new EngineState(factors, factors, factors, 20),
                Optional.of(spec),
                Optional.of(Sha256.of("base")),
                plain.optimizer(),
                plain.schedule(),
                plain.baseLearningRate(),
                plain.seed(),
                plain.position(),
                plain.trainerState(),
                plain.config());
        Path folder = store().save(saved, ALL);
        assertThat(store().load(folder)).isEqualTo(saved);
        assertThat(names(folder)).contains("adapter.bin", "adapter").doesNotContain("model.safetensors");
        Path peft = folder.resolve("adapter/adapter_model.safetensors");
        assertThat(peft).hasSameBinaryContentAs(folder.resolve("adapter.bin"));
        assertThat(SafeTensors.read(peft).tensors().keySet()).contains("base_model.model.m.q_proj.lora_A.weight");
        assertThat(SafeTensors.read(peft).metadata()).isEqualTo(Map.of("format", "pt"));
        Files.writeString(folder.resolve("adapter/adapter_config.json"), "{}");
        assertThatThrownBy(() -> store().load(folder))
                .isInstanceOf(CheckpointDamaged.class)
                .hasMessageContaining("adapter_config.json");
    }

    @Test
    void latestIsARelativeLinkToTheNewest() throws IOException {
        store().save(checkpoint(10), ALL);
        store().save(checkpoint(20), ALL);
        Path link = workspace.resolve("checkpoints/local/latest");
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("step_00020"));
        assertThat(store().nameOf(link)).isEqualTo("checkpoints/local/step_00020");
    }

    @Test
    void numbersDecideWhichIsNewerNotNames() {
        store().save(checkpoint(99_999), ALL);
        store().save(checkpoint(100_000), ALL);
        assertThat(store().all()).extracting(CheckpointStore::stepOf).containsExactly(99_999L, 100_000L);
    }

    /** CK-2: a crash at any moment of a save leaves {@code latest} on a complete, verified checkpoint. */
    @ParameterizedTest
    @EnumSource(SavePoint.class)
    void aCrashAtAnyPointLeavesACompleteLatest(SavePoint crash) throws IOException {
        store().save(checkpoint(10), ALL);
        store().save(checkpoint(20), ALL);
        CheckpointStore crashing = new CheckpointStore(workspace, OUTPUT, NOON, point -> {
            if (point == crash) {
                throw new Crash();
            }
        });
        assertThatThrownBy(() -> crashing.save(checkpoint(30), new Retention(1, Optional.empty())))
                .isInstanceOf(Crash.class);
        Path latest = store().latest().orElseThrow();
        assertThat(store().load(latest).step()).isIn(20L, 30L);
        try (OutputLock lock = OutputLock.take(workspace.resolve(OUTPUT.value()))) {
            store().sweep(lock);
        }
        assertThat(names(workspace.resolve(OUTPUT.value())))
                .allMatch(name -> name.matches("step_[0-9]{5}|latest|\\.lock"));
        store().save(checkpoint(40), ALL);
        assertThat(store().load(store().latest().orElseThrow()).step()).isEqualTo(40);
    }

    /** The same for a step that is saved again after a resume from an older checkpoint. */
    @ParameterizedTest
    @EnumSource(SavePoint.class)
    void aCrashWhileSavingAStepAgainLeavesACompleteLatest(SavePoint crash) {
        store().save(checkpoint(10), ALL);
        store().save(checkpoint(20), ALL);
        CheckpointStore crashing = new CheckpointStore(workspace, OUTPUT, NOON, point -> {
            if (point == crash) {
                throw new Crash();
            }
        });
        assertThatThrownBy(() -> crashing.save(checkpoint(20), ALL)).isInstanceOf(Crash.class);
        assertThat(store().load(store().latest().orElseThrow()).step()).isIn(10L, 20L);
    }

    /** CK-3: each file in turn, flipped, cut and gone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.safetensors",
                "opt.pt",
                "sched.pt",
                "scaler.pt",
                "rng.pkl",
                "trainer_state.json",
                "config_effective.yaml",
                "MANIFEST.json"
            })
    void namesADamagedFileAndTheNewestOlderGoodOne(String name) throws IOException {
        Path older = store().save(checkpoint(10), ALL);
        Path folder = store().save(checkpoint(20), ALL);
        byte[] good = Files.readAllBytes(folder.resolve(name));
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        for (byte[] bad : List.of(flipped, Arrays.copyOf(good, good.length - 1), new byte[0])) {
            Files.write(folder.resolve(name), bad);
            assertDamaged(folder, name, older);
        }
        Files.delete(folder.resolve(name));
        assertDamaged(folder, name, older);
        Files.write(folder.resolve(name), good);
        assertThat(store().load(folder)).isEqualTo(checkpoint(20));
    }

    private void assertDamaged(Path folder, String name, Path older) {
        CheckpointDamaged damaged = catchThrowableOfType(CheckpointDamaged.class, () -> store().load(folder));
        assertThat(damaged).as(name).isNotNull();
        assertThat(damaged.code()).isEqualTo(ErrorCode.CHECKPOINT_DAMAGED);
        // A manifest that is itself damaged can only be told by the file it no longer agrees with.
        assertThat(damaged.file())
                .satisfiesAnyOf(
                        file -> assertThat(file).hasFileName(name),
                        file -> assertThat(name).isEqualTo("MANIFEST.json"));
        assertThat(damaged.newestGood())
                .hasValueSatisfying(good -> assertThat(good).isEqualTo(older));
        assertThat(damaged).hasMessageContaining("step_00010");
    }

    @Test
    void saysWhenNoOlderOneVerifies() throws IOException {
        Path folder = store().save(checkpoint(10), ALL);
        Files.writeString(folder.resolve("sched.pt"), "{}");
        assertThatThrownBy(() -> store().load(folder)).hasMessageContaining("no older checkpoint verifies");
    }

    /** One who edits a file and its manifest alike is still found: the chain holds the manifest's digest. */
    @Test
    void aManifestMadeAnewIsNoticedByTheChain() throws IOException {
        Path folder = store().save(checkpoint(10), ALL);
        Files.writeString(folder.resolve("config_effective.yaml"), "run:\n  seed: 8\n");
        Files.delete(folder.resolve("MANIFEST.json"));
        CheckpointManifest.seal(folder, checkpoint(10), Optional.empty());
        assertThatThrownBy(() -> store().load(folder)).hasMessageContaining("MANIFEST.json differs from reports/");
    }

    /** CK-4. */
    @Test
    void keepsTheLastFewAndTheOneResumedFrom() {
        Path first = store().save(checkpoint(10), ALL);
        Retention two = new Retention(2, Optional.of(first));
        store().save(checkpoint(20), two);
        store().save(checkpoint(30), two);
        store().save(checkpoint(40), two);
        assertThat(store().all()).extracting(CheckpointStore::stepOf).containsExactly(10L, 30L, 40L);
        Retention one = new Retention(1, Optional.empty());
        store().save(checkpoint(50), one);
        assertThat(store().all()).extracting(CheckpointStore::stepOf).containsExactly(50L);
    }

    @Test
    void refusesAnUnknownFormatWithBothNumbers() throws IOException {
        Path folder = store().save(checkpoint(10), ALL);
        Path manifest = folder.resolve("MANIFEST.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"format_version\":1", "\"format_version\":9"));
        SyncException refused = catchThrowableOfType(SyncException.class, () -> store().load(folder));
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(refused).hasMessageContaining("9").hasMessageContaining("reads 1");
    }

    /** CK-8: alter, drop and swap a line. */
    @Test
    void theChainOfManifestsNoticesEveryChange() throws IOException {
        for (int step = 10; step <= 40; step += 10) {
            store().save(checkpoint(step), ALL);
        }
        ManifestChain chain = new ManifestChain(workspace);
        chain.verify();
        Path file = workspace.resolve(ManifestChain.PATH);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        List<String> altered = new ArrayList<>(lines);
        altered.set(1, lines.get(1).replace("12:00:00", "12:00:01"));
        List<String> dropped = new ArrayList<>(lines);
        dropped.remove(2);
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(1, lines.get(2));
        swapped.set(2, lines.get(1));
        for (List<String> broken : List.of(altered, dropped, swapped)) {
            Files.write(file, broken);
            SyncException found = catchThrowableOfType(SyncException.class, chain::verify);
            assertThat(found.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
            assertThat(found).hasMessageContaining("ckpt_manifest.jsonl:");
        }
    }

    @Test
    void aSecondWriterIsLockedOut() throws IOException {
        Path folder = workspace.resolve(OUTPUT.value());
        try (OutputLock held = OutputLock.take(folder)) {
            held.requireHeld();
            SyncException refused = catchThrowableOfType(SyncException.class, () -> OutputLock.take(folder));
            assertThat(refused.code()).isEqualTo(ErrorCode.LOCKED);
        }
        OutputLock.take(folder).close();
    }

    private CheckpointStore store() {
        return new CheckpointStore(workspace, OUTPUT, NOON);
    }

    private static Checkpoint checkpoint(long step) {
        Tensor tensor = Tensor.ofFloats(new long[] {2}, step, 0.5f);
        return new Checkpoint(
                step,
                new EngineState(Map.of("w", tensor), Map.of("w", tensor), Map.of("w", tensor), step),
                Optional.empty(),
                Optional.empty(),
                new TrainConfig.AdamW(0.9, 0.999, 1e-8, 0.01),
                TrainConfig.ScheduleKind.COSINE,
                2e-3,
                7,
                new DataPosition(step / 3, 1, 5),
                SyncJson.object().put("global_step", (int) step),
                new EffectiveConfig("run:\n  seed: 7\n"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** Stands for a killed process: nothing after it runs. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
