package dev.syncprotocol.benchmarks;

import dev.syncprotocol.runs.store.RunCheck;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints what docs/performance.md quotes of the run store: whole commands at 10 and 10,000 runs, in turns, and
 * the rate of a full verification beside the JDK's own SHA-256 over bytes in memory.
 */
public final class RunStoreBenchmark {
    private static final int[] RUNS = {10, 10_000};
    private static final int TURNS = 5;
    private static final int SMALL = 1_000;
    private static final int MIB = 1 << 20;
    private static final int CHECKPOINT_MIB = 256;

    private final String sync;
    private final List<GrownStore> stores = new ArrayList<>();

    private RunStoreBenchmark(Path sync) {
        this.sync = sync.toString();
    }

    /** Arguments: the launcher {@code sync}, and an empty folder to work in; a third, {@code verify}, leaves the commands out. */
    public static void main(String[] args) throws IOException, InterruptedException, NoSuchAlgorithmException {
        RunStoreBenchmark benchmark =
                new RunStoreBenchmark(Path.of(args[0]).toAbsolutePath().normalize());
        Path work = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
        if (args.length < 3) {
            for (int runs : RUNS) {
                benchmark.stores.add(GrownStore.of(work.resolve("runs-" + runs), runs, SMALL));
            }
            benchmark.commands();
        }
        verify(work.resolve("big"));
    }

    private void commands() throws IOException, InterruptedException {
        compare("sync --version", "--version");
        compare("runs list", "runs", "list");
        compare("runs list --sort primary", "runs", "list", "--sort", "primary");
        compare("runs list --state open", "runs", "list", "--state", "open");
        compare("runs list --limit 10000 --format csv", "runs", "list", "--limit", "10000", "--format", "csv");
        compare("runs best --task", "runs", "best", "--task", "grown");
        compare("runs best --primary", "runs", "best", "--primary", "val_psnr", "--mode", "max");
        compare("runs compare A B", "runs", "compare", GrownStore.name(0), GrownStore.name(9));
        finish();
    }

    private void compare(String name, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(sync));
        command.addAll(List.of(words));
        double[][] samples = new double[stores.size()][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < stores.size(); i++) {
                samples[i][turn] = new WholeProcess(stores.get(i).root(), command).once();
            }
        }
        report(name, samples);
    }

    /** Every turn finishes one more run, so the last store ends a few runs above its name. */
    private void finish() throws IOException, InterruptedException {
        double[][] samples = new double[stores.size()][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < stores.size(); i++) {
                Path root = stores.get(i).root();
                Path run = GrownStore.trained(store(root), root, "new" + turn, SMALL);
                samples[i][turn] =
                        new WholeProcess(root, List.of(sync, "runs", "finish", "--exp-dir", run.toString())).once();
            }
        }
        report("runs finish", samples);
    }

    private void report(String name, double[][] samples) {
        double smallest = WholeProcess.median(samples[0]);
        for (int i = 0; i < stores.size(); i++) {
            double median = WholeProcess.median(samples[i]);
            print(
                    "%-38s %6d runs   %6.0f ms   %.2f of the smallest",
                    name, stores.get(i).runs(), median, median / smallest);
        }
    }

    private static void verify(Path root) throws IOException, NoSuchAlgorithmException {
        GrownStore grown = GrownStore.of(root, 1, CHECKPOINT_MIB * MIB);
        RunStore store = store(root);
        Path run = store.folder(grown.first());
        byte[] memory = new byte[MIB];
        double[] ours = new double[TURNS];
        double[] jdk = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            long begun = System.nanoTime();
            RunCheck check = store.verify(run, RunCheck.Level.FULL);
            ours[turn] = check.bytes() * 1e3 / (System.nanoTime() - begun);
            if (!check.passed()) {
                throw new IOException(check.toString());
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            begun = System.nanoTime();
            for (int i = 0; i < 2 * CHECKPOINT_MIB; i++) {
                digest.update(memory);
            }
            digest.digest();
            jdk[turn] = 2.0 * CHECKPOINT_MIB * MIB * 1e3 / (System.nanoTime() - begun);
        }
        double mine = WholeProcess.median(ours);
        double theirs = WholeProcess.median(jdk);
        print(
                "verify --full, %d MiB: %.0f MB/s   JDK SHA-256 in memory: %.0f MB/s   ratio %.2f",
                2 * CHECKPOINT_MIB, mine, theirs, mine / theirs);
    }

    private static RunStore store(Path root) {
        return new RunStore(root, Clock.systemUTC(), Duration.ofSeconds(20));
    }

    private static void print(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
