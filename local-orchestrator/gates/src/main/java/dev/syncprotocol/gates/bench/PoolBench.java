package dev.syncprotocol.gates.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.check.LeakGate;
import dev.syncprotocol.gates.duplicate.Duplicates;
import dev.syncprotocol.gates.leak.EvalText;
import dev.syncprotocol.gates.leak.LeakIndex;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Leak and duplicate checks over a pool with planted faults, beside a plain way of doing them. Whoever is fast but misses a
 * planted leak has not checked: both say what they found.
 *
 * @param pool the pool
 * @param evaluation the evaluation set
 * @param repeats timed runs; the best counts
 */
public record PoolBench(Path pool, Path evaluation, int repeats) {
    private static final long SEED = 20_250_820L;
    private static final int NGRAM = 5;
    private static final double SIM = 0.85;
    private static final int PLAIN_RECORDS = 3_000;
    private static final double NANOS = 1e9;
    private static final long MEBIBYTE = 1 << 20;

    /** What the checks work on: the turns of each record, its content text, and which records hold a planted leak. */
    private record Load(List<List<String>> records, List<String> contents, Set<Integer> leaking) {
        Load first(int n) {
            Set<Integer> within = new TreeSet<>(leaking);
            within.removeIf(i -> i >= n);
            return new Load(records.subList(0, n), contents.subList(0, n), within);
        }
    }

    /** Runs, and gives the figures. */
    public ObjectNode run() throws IOException {
        long start = System.nanoTime();
        PoolFile file = PoolFile.read(pool);
        double reading = (System.nanoTime() - start) / NANOS;
        List<EvalText> texts = LeakGate.texts(evaluation);
        Load load = planted(file, texts);
        ObjectNode data = SyncJson.object()
                .put("records", load.records().size())
                .put("eval_texts", texts.size())
                .put("planted_leaks", load.leaking().size())
                .put("cpus", Runtime.getRuntime().availableProcessors())
                .put("max_heap_mb", Runtime.getRuntime().maxMemory() / MEBIBYTE)
                .put("reading_s", reading);
        data.set("ours", best(() -> ours(load, texts)));
        Load small = load.first(Math.min(PLAIN_RECORDS, load.records().size()));
        data.set("plain", plain(small, texts));
        data.set("ours_on_plain_records", ours(small, texts));
        return data.put("peak_heap_mb", Runtime.getRuntime().totalMemory() / MEBIBYTE);
    }

    private interface Timed {
        ObjectNode run();
    }

    private ObjectNode best(Timed timed) {
        ObjectNode best = timed.run();
        for (int i = 1; i < repeats; i++) {
            ObjectNode next = timed.run();
            best = next.path("seconds").asDouble() < best.path("seconds").asDouble() ? next : best;
        }
        return best;
    }

    /** Every 200th record gets an evaluation text in a wrapping, every 100th is the one before with a word changed. */
    private static Load planted(PoolFile file, List<EvalText> texts) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<EvalText> long5 = texts.stream()
                .filter(text -> text.text().split("\\s+").length >= 8)
                .toList();
        List<List<String>> records = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        Set<Integer> leaking = new TreeSet<>();
        for (int i = 0; i < file.records().size(); i++) {
            PoolRecord entry = file.records().get(i);
            List<String> own = new ArrayList<>(entry.turnTexts());
            String content = entry.contentText();
            if (i % 200 == 100 && !long5.isEmpty()) {
                String text = long5.get(random.nextInt(long5.size())).text();
                own.set(0, "Consider this before you go on. " + text + " Then say what follows.");
                leaking.add(i);
            } else if (i % 100 == 51) {
                own = new ArrayList<>(records.get(i - 1));
                content = contents.get(i - 1) + " again";
            }
            records.add(own);
            contents.add(content);
        }
        return new Load(records, contents, leaking);
    }

    private static ObjectNode ours(Load load, List<EvalText> texts) {
        long start = System.nanoTime();
        long startCpu = CpuTime.nanos();
        LeakIndex index = LeakIndex.of(texts, NGRAM, SIM);
        Set<Integer> leaks = new HashSet<>(IntStream.range(0, load.records().size())
                .parallel()
                .filter(i -> !index.leaks(load.records().get(i)).isEmpty())
                .boxed()
                .toList());
        Duplicates duplicates = Duplicates.of(load.contents());
        double seconds = (System.nanoTime() - start) / NANOS;
        double cpu = (CpuTime.nanos() - startCpu) / NANOS;
        return figures(load, seconds, cpu, leaks, duplicates.near().size());
    }

    private static ObjectNode plain(Load load, List<EvalText> texts) {
        long start = System.nanoTime();
        long startCpu = CpuTime.nanos();
        PlainChecks plain = new PlainChecks(NGRAM, SIM);
        Set<Integer> leaks = plain.leaks(load.records(), texts);
        int near = plain.nearDuplicates(load.contents());
        double seconds = (System.nanoTime() - start) / NANOS;
        return figures(load, seconds, (CpuTime.nanos() - startCpu) / NANOS, leaks, near);
    }

    private static ObjectNode figures(Load load, double seconds, double cpu, Set<Integer> leaks, int near) {
        long found = load.leaking().stream().filter(leaks::contains).count();
        return SyncJson.object()
                .put("records", load.records().size())
                .put("seconds", seconds)
                .put("cpu_s", cpu)
                .put("records_per_s", load.records().size() / seconds)
                .put("leaking_records", leaks.size())
                .put("planted_leaks", load.leaking().size())
                .put("planted_leaks_found", found)
                .put("near_duplicates", near);
    }
}
