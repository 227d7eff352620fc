package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A workspace with a store, in which runs are made as a foreign trainer makes them: by files alone. */
final class Experiment {
    static final Instant NOON = Instant.parse("2026-08-01T12:10:03Z");

    final Path workspace;
    final RunStore store;
    private final StoreFiles files;

    Experiment(Path workspace) {
        this(workspace, StoreFiles.unwatched());
    }

    Experiment(Path workspace, StoreFiles files) {
        this.workspace = workspace;
        this.files = files;
        this.store = at(NOON);
    }

    RunStore at(Instant now) {
        return new RunStore(
                files, workspace, StorePlaces.STANDARD, Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(20));
    }

    static String config(String mode) {
        return """
                experiment: {name: denoise-fft, seed: 42}
                data: {dataset: mydata/v1}
                model: {arch: unet-fft-v3}
                train: {epochs: 50, batch_size: 32, lr: 3e-4, save_every_n: 5, keep_last_k: 3, keep_best: true}
                metrics: {primary: val_psnr, mode: %s}
                """.formatted(mode);
    }

    static NewRun asked(String config, String suffix) {
        return new NewRun(
                config.getBytes(StandardCharsets.UTF_8),
                "configs/exp.yaml",
                Optional.empty(),
                Optional.of(suffix),
                Optional.empty(),
                CodeState.NONE,
                SyncJson.object());
    }

    /** An open run that has been trained: one row and one checkpoint a value. */
    Path trained(String suffix, String... primaries) throws IOException {
        return trainedWith(config("max"), suffix, primaries);
    }

    Path trainedWith(String config, String suffix, String... primaries) throws IOException {
        RunLock lock = store.open(asked(config, suffix));
        Path run = workspace.resolve(lock.experimentDir());
        for (int i = 0; i < primaries.length; i++) {
            row(run, 10 * (i + 1), i + 1, primaries[i]);
            checkpoint(run, 10 * (i + 1), suffix + i);
        }
        return run;
    }

    static void row(Path run, long step, long epoch, String primary) throws IOException {
        String line = step + "," + epoch + ",0.5,0.6,," + primary + ",0,1785586203\n";
        Files.writeString(run.resolve("metrics.csv"), line, StandardOpenOption.APPEND);
    }

    static void checkpoint(Path run, long step, String content) throws IOException {
        Files.writeString(run.resolve(RunFolder.checkpoint(step)), content.repeat(100));
    }

    Finished finish(Path run) throws IOException {
        return store.finish(run, FinishOptions.OK);
    }

    Path showcase() {
        return workspace.resolve("best/denoise-fft-latest");
    }

    /** Everything the store is asked to hold, after all is done. */
    void demandSound(List<Path> runs) throws IOException {
        for (Path run : runs) {
            RunCheck check = store.verify(run, RunCheck.Level.FULL);
            if (!check.passed()) {
                throw new AssertionError(check.toString());
            }
            Coreutils.demandOk(run);
        }
        if (!store.checkRegistry().isEmpty()
                || !store.checkShowcase("denoise-fft").isEmpty()) {
            throw new AssertionError(store.checkRegistry() + " " + store.checkShowcase("denoise-fft"));
        }
    }
}
