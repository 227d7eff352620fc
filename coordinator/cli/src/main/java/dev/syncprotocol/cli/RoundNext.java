package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.RoundOpening;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.protocol.RoundNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync round next}: echo where we are, then open the round (seed 001 section 8). */
@Command(
        name = "next",
        description = {
            "Open the next round and print its three commands.",
            "Echoes the last 20 lines of reports/metrics.jsonl and the source tree first."
        },
        footer = {"", "Example:", "  sync round next --expect 1"})
final class RoundNext implements Verb {
    private static final int ECHOED_LINES = 20;
    private static final int ECHOED_DEPTH = 2;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "a plan file (default: rounds/round-NN.yaml, else the shipped one)")
    @Nullable
    private Path plan;

    @Option(names = "--expect", paramLabel = "N", description = "the round's number; makes the call idempotent")
    @Nullable
    private Integer expect;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Coordinator coordinator = Wiring.coordinator(in);
        Path root = coordinator.workspace().root();
        List<String> metrics = FileTail.lines(root.resolve("reports/metrics.jsonl"), ECHOED_LINES);
        List<String> tree = SourceTree.of(root, ECHOED_DEPTH);
        RoundOpening opening = open(coordinator, in);
        return new Answer(
                "sync.round/1",
                data(opening, metrics, tree),
                words(opening, metrics, tree, in.style()),
                opening.next());
    }

    private RoundOpening open(Coordinator coordinator, Invocation in) throws IOException {
        Optional<RoundNumber> expected = Optional.ofNullable(expect).map(Typed::round);
        Optional<Round> current = coordinator.currentRound();
        RoundNumber next = current.map(Round::number).map(RoundNumber::next).orElse(RoundNumber.FIRST);
        if (current.isPresent() && !expected.orElse(next).equals(next)) {
            // Nothing can be opened, so no plan is needed: the round is open already, or the number is a conflict.
            return coordinator.openRound(current.get().plan(), expected);
        }
        RoundPlan read = plan == null
                ? Plans.forRound(coordinator.workspace(), next)
                : Plans.read(in.folder().resolve(plan));
        return coordinator.openRound(read, expected);
    }

    private static ObjectNode data(RoundOpening opening, List<String> metrics, List<String> tree) {
        ObjectNode data = RoundWords.tree(opening.round());
        data.put("already_open", opening.alreadyOpen());
        data.set("metrics_tail", Trees.texts(metrics));
        data.set("source_tree", Trees.texts(tree));
        return data;
    }

    private static String words(RoundOpening opening, List<String> metrics, List<String> tree, Style style) {
        Words words = new Words();
        words.line(style.dim("reports/metrics.jsonl, last " + ECHOED_LINES + " lines"));
        (metrics.isEmpty() ? List.of("(no metrics yet)") : metrics).forEach(line -> words.line("  " + line));
        words.line(style.dim("source tree, depth " + ECHOED_DEPTH));
        tree.forEach(line -> words.line("  " + line));
        words.blank();
        RoundWords.tell(opening.round(), words, style);
        return words.text();
    }
}
