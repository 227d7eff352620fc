package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.bench.PoolBench;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync bench pool}: leak and duplicate checks timed, beside a plain way of doing them, with what each found. */
@Command(
        name = "pool",
        description = "Time the leak and duplicate checks over a pool, beside a plain way, planted faults included.",
        footer = {"", "Example:", "  sync bench pool data/rollouts/rc1_seed.jsonl --repeats 3"})
final class BenchPool implements Verb {
    @Parameters(arity = "0..1", paramLabel = "POOL", description = "the pool (default: data/rollouts/rc1_seed.jsonl)")
    private String pool = Rc1Paths.POOL;

    @Option(
            names = {"--leak-check", "--leak_check"},
            paramLabel = "FILE",
            description = "the evaluation set (default: data/shadow_eval_245.jsonl)")
    private String leakCheck = Rc1Paths.SHADOW;

    @Option(names = "--repeats", paramLabel = "N", description = "timed runs, the best counts (default: 3)")
    private int repeats = 3;

    @Override
    public Answer answer(Invocation in) throws IOException {
        PoolBench bench = new PoolBench(
                StoreDoor.root(in).resolve(pool), StoreDoor.root(in).resolve(leakCheck), repeats);
        ObjectNode data = bench.run();
        Words words = new Words();
        for (String name : List.of("ours", "plain")) {
            words.line(String.format(
                    "%-6s %,10.0f records/s   leaks %d of %d   duplicates %d",
                    name,
                    data.at("/" + name + "/records_per_s").doubleValue(),
                    data.at("/" + name + "/planted_leaks_found").intValue(),
                    data.at("/" + name + "/planted_leaks").intValue(),
                    data.at("/" + name + "/near_duplicates").intValue()));
        }
        words.line("heap " + data.path("peak_heap_mb").asText() + " MB of "
                + data.path("max_heap_mb").asText());
        return new Answer("sync.bench-pool/1", data, words.text(), List.of());
    }
}
