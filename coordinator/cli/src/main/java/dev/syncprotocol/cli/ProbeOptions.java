package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.gates.scorer.Provider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code probe-scorer}. Fields are filled by picocli. */
final class ProbeOptions {
    @Option(names = "--n", paramLabel = "N", description = "calls, at least 3 (default: 8)")
    int n = 8;

    @Option(names = "--provider", paramLabel = "P", description = "who scores (default: $SCORER_PROVIDER, else gemini)")
    @Nullable
    String provider;

    @Option(names = "--live", description = "make the calls; without it nothing is proved")
    boolean live;

    @Option(
            names = {"--min-ok", "--min_ok"},
            paramLabel = "N",
            description = "calls that must succeed (default: all)")
    @Nullable
    Integer minOk;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the report (default: reports/preflight/probe_scorer.json)")
    String out = Rc1Paths.PROBE;

    Provider provider(Invocation in) {
        return Provider.of(provider == null ? in.variable("SCORER_PROVIDER").orElse("gemini") : provider);
    }

    Orders.Probe order(Invocation in) {
        return new Orders.Probe(n, minOk == null ? n : minOk, provider(in), live, out);
    }
}
