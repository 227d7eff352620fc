package dev.syncprotocol.benchmarks;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what docs/performance.md quotes: {@code sync status}, {@code ingest} and {@code verify} as whole processes at 10,
 * 1,000 and 10,000 records, beside {@code git status} in the same repository; hashing beside {@code openssl}. The sizes
 * take turns, so that a busy moment of the machine meets all of them.
 */
public final class CoordinatorBenchmark {
    private static final int[] ROUNDS = {2, 167, 1667};
    private static final int TURNS = 9;
    private static final int HASHED_MIB = 256;

    private final Path sync;
    private final List<GrownLedger> ledgers = new ArrayList<>();

    private CoordinatorBenchmark(Path sync) {
        this.sync = sync;
    }

    /** Arguments: the launcher {@code sync}, and an empty folder to work in. */
    public static void main(String[] args) throws IOException, InterruptedException {
        CoordinatorBenchmark benchmark =
                new CoordinatorBenchmark(Path.of(args[0]).toAbsolutePath().normalize());
        Path work = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
        benchmark.grow(work);
        benchmark.compare("git status", 0, "git", "status");
        benchmark.compare("sync status", 0, benchmark.sync.toString(), "status");
        benchmark.compare("sync ingest", 1, benchmark.sync.toString(), "ingest", "due.json");
        benchmark.compare("sync verify", 0, benchmark.sync.toString(), "verify");
        benchmark.hash(work.resolve("hashed.bin"));
    }

    private void grow(Path work) throws IOException {
        for (int rounds : ROUNDS) {
            GrownLedger ledger = GrownLedger.of(work.resolve("rounds-" + rounds), rounds);
            ledgers.add(ledger);
            print("grown to %6d records   %.2f ms a record", ledger.records(), ledger.millisPerRecord());
        }
    }

    /** Times one command in every ledger, in turns; {@code added} records are taken back after each run. */
    private void compare(String name, int added, String... command) throws IOException, InterruptedException {
        double[][] samples = new double[ledgers.size()][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < ledgers.size(); i++) {
                samples[i][turn] = timed(ledgers.get(i).root(), added, command);
            }
        }
        double smallest = WholeProcess.median(samples[0]);
        for (int i = 0; i < ledgers.size(); i++) {
            double median = WholeProcess.median(samples[i]);
            print(
                    "%-12s %6d records   %7.0f ms   %.2f of the smallest",
                    name, ledgers.get(i).records(), median, median / smallest);
        }
    }

    private static double timed(Path root, int added, String... command) throws IOException, InterruptedException {
        double millis = new WholeProcess(root, List.of(command)).once();
        if (added > 0) {
            // Only this benchmark's own throw-away ledger: back to the state before, so that every turn does the same.
            new WholeProcess(root, List.of("git", "update-ref", "refs/heads/sync/ledger", "sync/ledger~" + added))
                    .once();
            Files.deleteIfExists(root.resolve(".git/sync/ledger.seen"));
        }
        return millis;
    }

    private void hash(Path file) throws IOException, InterruptedException {
        byte[] mebibyte = new byte[1 << 20];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < HASHED_MIB; i++) {
                out.write(mebibyte);
            }
        }
        double[] ours = new double[TURNS];
        double[] theirs = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            long begun = System.nanoTime();
            Sha256.ofFile(file);
            ours[turn] = (System.nanoTime() - begun) / 1e6;
            theirs[turn] =
                    new WholeProcess(file.getParent(), List.of("openssl", "dgst", "-sha256", file.toString())).once();
        }
        double mine = WholeProcess.median(ours);
        double openssl = WholeProcess.median(theirs);
        print(
                "hashing %d MiB   ours %.0f MiB/s   openssl %.0f MiB/s   ratio %.2f",
                HASHED_MIB, HASHED_MIB * 1000 / mine, HASHED_MIB * 1000 / openssl, openssl / mine);
        Files.delete(file);
    }

    private static void print(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
