package dev.syncprotocol.benchmarks;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.CodeState;
import dev.syncprotocol.runs.store.FinishOptions;
import dev.syncprotocol.runs.store.NewRun;
import dev.syncprotocol.runs.store.RunLock;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.stream.Stream;

/**
 * A run store that holds many finished runs: one real run, finished by the store, and copies of it under other names,
 * with the registry's rows and their chain as the store would have written them.
 *
 * @param root the workspace
 * @param first the real run, best.pt and all
 * @param runs how many
 */
record GrownStore(Path root, String first, int runs) {
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CONFIG = """
            experiment: {name: grown, seed: 1}
            data: {dataset: d}
            model: {arch: m}
            train: {epochs: 50, batch_size: 32, lr: 0.1, save_every_n: 5, keep_last_k: 3, keep_best: true}
            metrics: {primary: val_psnr, mode: max}
            """;

    static GrownStore of(Path root, int runs, int bytes) throws IOException {
        RunStore store = new RunStore(root, Clock.fixed(BEGUN, ZoneOffset.UTC), Duration.ofSeconds(20));
        String first = name(0);
        Files.createDirectories(root);
        finish(store, root, "00000", bytes);
        Path folder = root.resolve("experiments/runs").resolve(first);
        for (int i = 1; i < runs; i++) {
            copy(folder, name(i), first);
        }
        repeat(root.resolve("registry/artifacts.csv"), first, runs);
        repeat(root.resolve("registry/models.csv"), first, runs);
        store.recoverAll();
        return new GrownStore(root, first, runs);
    }

    static String name(int i) {
        return String.format("exp-20260101-0000-r%05d", i);
    }

    /** One more run, trained but not finished. */
    static Path trained(RunStore store, Path root, String suffix, int bytes) throws IOException {
        RunLock lock = store.open(new NewRun(
                CONFIG.getBytes(StandardCharsets.UTF_8),
                "grown.yaml",
                Optional.of("r" + suffix),
                Optional.empty(),
                Optional.empty(),
                CodeState.NONE,
                SyncJson.object()));
        Path run = root.resolve(lock.experimentDir());
        Files.writeString(
                run.resolve("metrics.csv"),
                "10,1,0.5,0.6,,30.5,1,1767225600\n20,2,0.5,0.6,,30.25,0,1767225601\n",
                StandardOpenOption.APPEND);
        Files.write(run.resolve("artifacts/checkpoints/step-000010.pt"), new byte[bytes]);
        return run;
    }

    private static void finish(RunStore store, Path root, String suffix, int bytes) throws IOException {
        store.finish(trained(store, root, suffix, bytes), FinishOptions.OK);
    }

    /** What a list opens: the lock, the manifest and its sums. The rest of the folder costs a list nothing. */
    private static void copy(Path from, String to, String first) throws IOException {
        Path run = from.resolveSibling(to);
        Files.createDirectory(run);
        for (String file : List.of("config.lock.json", "manifest.json", "SHA256SUMS", "metrics.csv")) {
            Files.writeString(
                    run.resolve(file), Files.readString(from.resolve(file)).replace(first, to));
        }
    }

    /** The first run's rows again under every name, chained. */
    private static void repeat(Path table, String first, int runs) throws IOException {
        List<String> lines;
        try (Stream<String> read = Files.lines(table)) {
            lines = read.map(line -> line + "\n").toList();
        }
        Sha256 last = Sha256.of(lines.get(lines.size() - 1));
        try (OutputStream out = Files.newOutputStream(table, StandardOpenOption.APPEND)) {
            for (int i = 1; i < runs; i++) {
                for (String line : lines.subList(1, lines.size())) {
                    String cut = line.substring(0, line.lastIndexOf(',') + 1);
                    String next = numbered(cut.replace(first, name(i)), i) + last.hex() + "\n";
                    last = Sha256.of(next);
                    out.write(next.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** A models row carries its place and the digest of its manifest. */
    private static String numbered(String row, int i) {
        String place = String.format(",d,%d,1.0.%d,", i + 1, i);
        return row.replace(",30.5,", "," + (20 + i % 1000 / 100.0) + ",").replace(",d,1,1.0.0,", place);
    }
}
