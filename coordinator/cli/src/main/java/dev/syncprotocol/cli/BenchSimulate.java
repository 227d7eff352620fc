package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.simulation.Fault;
import dev.syncprotocol.simulation.Simulation;
import dev.syncprotocol.simulation.SimulationFailure;
import dev.syncprotocol.simulation.SimulationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync bench simulate}: rounds under faults, in workspaces of their own that are removed afterwards. */
@Command(
        name = "simulate",
        description = {
            "Play rounds under faults in temporary workspaces, and check after every step",
            "what the contract promises. The same seed plays the same histories."
        },
        footer = {"", "Example:", "  sync bench simulate --seed 7 --runs 100"})
final class BenchSimulate implements Verb {
    private static final int TELL_EVERY = 25;

    @Option(names = "--seed", paramLabel = "N", description = "seed of the first history (default: 1)")
    private long seed = 1;

    @Option(names = "--runs", paramLabel = "N", description = "how many histories (default: 30)")
    private int runs = 30;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (runs < 1) {
            throw new SyncException(ErrorCode.USAGE, "--runs is at least 1");
        }
        SimulationReport report = simulate(in);
        if (report.failure().isPresent()) {
            throw failed(report.failure().get());
        }
        return new Answer(
                "sync.simulation/1",
                tree(report),
                words(report, in.style()),
                List.of("sync bench simulate --seed " + (seed + runs)));
    }

    private SimulationReport simulate(Invocation in) throws IOException {
        Path scratch = Files.createTempDirectory("sync-simulation-");
        try {
            return new Simulation(seed, runs, scratch).run(played -> tell(played, in.progress()));
        } finally {
            Files.delete(scratch);
        }
    }

    private void tell(int played, Progress progress) {
        if (played % TELL_EVERY == 0) {
            progress.say(played + " of " + runs + " histories played");
        }
    }

    private static ObjectNode tree(SimulationReport report) {
        ObjectNode data = SyncJson.object();
        data.put("seed", report.seed());
        data.put("runs", report.runs());
        data.put("steps", report.steps());
        data.put("records", report.records());
        data.put("engines", report.engines());
        data.put("violations", report.violations());
        ObjectNode faults = data.putObject("faults");
        report.faults().forEach((fault, count) -> faults.put(fault.word(), count));
        return data;
    }

    private static String words(SimulationReport report, Style style) {
        Words words = new Words();
        words.line(style.good("every invariant held") + ": " + report.runs() + " histories from seed " + report.seed());
        words.line(count("steps", report.steps()));
        words.line(count("records", report.records()));
        words.line(count("engines", report.engines()));
        words.line("faults");
        for (Fault fault : report.faults().keySet()) {
            words.line(count("  " + fault.word(), report.faults().get(fault)));
        }
        words.line(count("invariant violations", report.violations()));
        return words.text();
    }

    private static String count(String what, int number) {
        return String.format("%-24s%8d", what, number);
    }

    /** The shortest history that shows it, a violation a step. */
    static SyncException failed(SimulationFailure failure) {
        List<Violation> steps = new ArrayList<>();
        for (String move : failure.history()) {
            steps.add(new Violation(
                    "/history/" + steps.size(), 0, 0, failure.invariant().word(), "holds after this step", move));
        }
        return new SyncException(
                ErrorCode.SIMULATION_FAILED,
                "seed " + failure.seed() + " breaks " + failure.invariant().word() + ": " + failure.detail(),
                null,
                "these " + steps.size() + " of its " + failure.steps()
                        + " steps are the shortest history that shows it",
                steps,
                List.of("sync bench simulate --seed " + failure.seed() + " --runs 1"));
    }
}
