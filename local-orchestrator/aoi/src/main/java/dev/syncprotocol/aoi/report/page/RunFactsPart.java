package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.aoi.report.reading.RunReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the run went: facts and the log.
 *
 * @param facts of the run
 * @param stages of the log, in order
 */
public record RunFactsPart(List<Fact> facts, List<Stage> stages) {
    /** What the page says once the model is handed over. */
    public static final String HANDED_OVER = "best_model.json and best_model_inference_spec.yaml are written";

    private static final int SECONDS = 60;
    private static final int SECOND = 19;

    public RunFactsPart {
        facts = List.copyOf(facts);
        stages = List.copyOf(stages);
    }

    /** The part of a run. */
    public static RunFactsPart of(RunReading run) throws IOException {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Folder", run.runDir().toString()));
        facts.add(new Fact("Started", run.state().tree().path("started_at").asText()));
        facts.add(new Fact("Time in stages", duration(run)));
        facts.add(new Fact("Stop", run.stopReason().orElse("the loop has not ended")));
        facts.add(new Fact("Hand-over", handOver(run)));
        facts.add(new Fact("Accounts", accounts(run)));
        facts.add(new Fact("Likeness", run.likeness().orElse(Figure.NONE)));
        facts.add(new Fact("KPI set", run.config("kpi_test_csv")));
        facts.add(new Fact("Specification", run.config("specs_file")));
        return new RunFactsPart(
                facts,
                run.log().entries().stream().map(entry -> stage(run, entry)).toList());
    }

    /** How long the log is. */
    public String heading() {
        return Figure.count(stages.size(), "stage") + " in the log";
    }

    /** Time spent in stages, by the log: {@code 42 s}, {@code 3 min 5 s}. */
    public static String duration(RunReading run) {
        long seconds = run.log().entries().stream()
                .mapToLong(entry -> entry.record().durationSec())
                .sum();
        return seconds < SECONDS ? seconds + " s" : seconds / SECONDS + " min " + seconds % SECONDS + " s";
    }

    private static String handOver(RunReading run) {
        if (run.handedOver()) {
            return HANDED_OVER;
        }
        return run.endedWell() ? "not handed over yet: sync aoi report --handoff" : "none";
    }

    private static String accounts(RunReading run) {
        if (run.accounts().isEmpty()) {
            return Figure.NONE;
        }
        long wrong = run.accounts().stream().filter(row -> !row.isBalanced()).count();
        long edges = run.accounts().stream().map(row -> row.edge()).distinct().count();
        return wrong == 0
                ? Figure.count(run.accounts().size(), "account") + " at " + Figure.count(edges, "stage edge")
                        + ", every row accounted for"
                : wrong + " of " + Figure.count(run.accounts().size(), "account") + " do not balance";
    }

    private static Stage stage(RunReading run, LogEntry entry) {
        Long tokens = run.tokens().get(entry.seq());
        return new Stage(
                entry.seq(),
                entry.ts().substring(0, SECOND).replace('T', ' '),
                entry.phase().word(),
                entry.stage().word(),
                entry.record().status().word(),
                entry.record().durationSec(),
                tokens == null ? Figure.NONE : tokens.toString(),
                entry.record().summary());
    }

    /**
     * A line of the log.
     *
     * @param seq its number
     * @param time its end, UTC
     * @param phase of the stage
     * @param stage the word
     * @param status {@code ok} or {@code error}
     * @param seconds it took
     * @param tokens in the context of the agent that drove it
     * @param summary one line
     */
    public record Stage(
            long seq,
            String time,
            String phase,
            String stage,
            String status,
            long seconds,
            String tokens,
            String summary) {}
}
