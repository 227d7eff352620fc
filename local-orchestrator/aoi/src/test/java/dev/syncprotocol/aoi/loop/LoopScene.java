package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.InferOutcome;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.engine.TrainOutcome;
import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.preflight.EngineOffer;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** A whole loop over small boards, and what goes wrong on its way. */
final class LoopScene {
    private static final String COMMITTED = "committed ";
    private static final Pattern MILESTONE = Pattern.compile("\\[(\\w+) (?:\\d/\\d )?(\\w+)] ok .*");

    private final SmallBoards boards;
    private final Map<String, Mischief> mischief = new HashMap<>();
    private final List<String> said = new ArrayList<>();
    private LoopWishes wishes = SmallBoards.unreachable(2);
    private ChangeClassifier engine = new CellDifferences();
    private ImageEmbedder embedder = new DescriptorEmbedder();
    private Analyses analyses = Analyses.BUILT_IN;

    @Nullable
    private ApprovedRun run;

    LoopScene(SmallBoards boards) {
        this.boards = boards;
    }

    /** Something that happens to the files while nobody looks. */
    interface Mischief {
        void happen() throws IOException;
    }

    /** The workspace. */
    AoiWorkspace workspace() {
        return boards.workspace();
    }

    /** What is asked for. */
    LoopScene wishes(LoopWishes asked) {
        wishes = asked;
        return this;
    }

    /** Happens once, before a step begins: {@code prestage}, {@code iter1 train}. */
    LoopScene before(String step, Mischief happening) {
        mischief.put(step, happening);
        return this;
    }

    /** Happens once, as soon as a stage is committed: {@code iter1 train}. */
    LoopScene after(String step, Mischief happening) {
        mischief.put(COMMITTED + step, happening);
        return this;
    }

    /** Another engine than the one that learns in milliseconds. */
    LoopScene engine(ChangeClassifier other) {
        engine = other;
        return this;
    }

    /** Others who analyse and mine. */
    LoopScene analyses(Analyses others) {
        analyses = others;
        return this;
    }

    /** Another embedder from now on. */
    LoopScene embedder(ImageEmbedder other) {
        embedder = other;
        return this;
    }

    /** An engine whose scored tables are changed, line by line with the heading. */
    LoopScene inferring(UnaryOperator<List<String>> change) {
        return inferring(kind -> true, change);
    }

    /** The same of some tables only: {@code best_val}, {@code latest}, {@code benchmark}. */
    LoopScene inferring(Predicate<String> kinds, UnaryOperator<List<String>> change) {
        return engine(new CellDifferences() {
            @Override
            public InferOutcome infer(InferOrder order, EngineProgress progress) {
                InferOutcome outcome = super.infer(order, progress);
                try {
                    if (kinds.test(order.kind())) {
                        rewrite(outcome.inferenceCsv(), change);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return outcome;
            }
        });
    }

    /** An engine that says something else of its trainings. */
    LoopScene training(UnaryOperator<TrainOutcome> change) {
        return engine(new CellDifferences() {
            @Override
            public TrainOutcome train(TrainOrder order, EngineProgress progress) {
                return change.apply(super.train(order, progress));
            }
        });
    }

    /** What a pre-flight says with this engine. */
    PreflightSummary summary(EngineOffer offer) throws IOException {
        return boards.summary(wishes, offer);
    }

    /** The run, approved when it is first asked for. */
    ApprovedRun run() throws IOException {
        if (run == null) {
            run = boards.claimed(wishes);
        }
        return run;
    }

    /** Goes on from wherever the run stands. */
    LoopEnd goOn() throws IOException {
        return goOn(SmallBoards.NOON);
    }

    /** The same at other times. */
    LoopEnd goOn(Clock clock) throws IOException {
        return SmallBoards.goOn(
                run(),
                new LoopSurroundings(
                        engine,
                        (name, baseline) -> embedder,
                        analyses,
                        (what, done, of, detail) -> happens(what),
                        this::heard,
                        clock));
    }

    /** What it ends with when it does not come to the loop's end. */
    ErrorCode goOnRefused() {
        return Assertions.catchThrowableOfType(SyncException.class, this::goOn).code();
    }

    /** The lines the loop has printed so far. */
    List<String> said() {
        return said;
    }

    /** What the run's log holds. */
    List<LogEntry> entries() throws IOException {
        return LoopLog.of(run().folder().root(), SmallBoards.NOON).read().entries();
    }

    private void heard(String line) {
        said.add(line);
        Matcher committed = MILESTONE.matcher(line);
        if (committed.matches()) {
            happens(COMMITTED + committed.group(1) + " " + committed.group(2));
        }
    }

    private void happens(String step) {
        Optional.ofNullable(mischief.remove(step)).ifPresent(happening -> {
            try {
                happening.happen();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Changes the lines of a file. */
    static void rewrite(Path file, UnaryOperator<List<String>> change) throws IOException {
        Files.write(file, change.apply(Files.readAllLines(file)));
    }

    /** The lines but the last. */
    static List<String> shorter(List<String> lines) {
        return lines.subList(0, lines.size() - 1);
    }
}
