package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.report.LoopFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sync aoi report} on a run folder that the loop's own classes made. */
class AoiReportTest {
    @TempDir
    Path workspace;

    private LoopFixture run;

    @BeforeEach
    void aLoopThatEnded() throws Exception {
        run = LoopFixture.ended(workspace);
    }

    @Test
    void rendersTheNewestRunHandsOverOnRequestAndSaysWhatIsLeftToDo() throws Exception {
        play("""
                $ sync aoi report
                out reporter: wrote DEFT_Loop_Report.html (
                out 3/3 iterations complete, status=9.0pp from target)
                out next: sync aoi report --run
                $ sync aoi report --json
                json /data/report/iterations_complete 3
                json /data/report/status 9.0pp from target
                json /data/tokens null
                json /data/handoff null
                $ sync aoi report --handoff
                out handed over: iter2, FAR 9.5 %, threshold -1.1409859657287598
                no-out next:
                $ sync aoi report --handoff --json
                json /data/handoff/iteration iter2
                json /data/handoff/far_pct 9.5
                json /data/handoff/threshold -1.1409859657287598
                """);

        assertThat(Files.readString(run.file("DEFT_Loop_Report.html")))
                .contains("best_model.json and best_model_inference_spec.yaml are written");
    }

    @Test
    void warnsWhenTheFrozenBenchmarkContradictsThePhaseThatIsHandedOver() throws Exception {
        workspace = Files.createDirectories(workspace.resolve("contradicted"));
        run = LoopFixture.contradicted(workspace);

        play("""
                $ sync aoi report --handoff
                out handed over: baseline, FAR 0
                out The KPI set decides: the FAR of Baseline, 0.00 %, is the lowest of 2 phases.
                out warning: On the frozen benchmark Baseline is the worst phase:
                out do: Do not deploy on the KPI figure alone.
                $ sync aoi report --handoff --json
                json /data/handoff/contradictions/0/kind other_phase
                json /data/handoff/contradictions/1/kind optimistic
                json /data/handoff/phases/1/benchmark/missed 0
                """);
    }

    @Test
    void writesToAnotherFileButReplacesNothingThatIsNoReport() throws Exception {
        Files.writeString(workspace.resolve("mine.html"), "<html>");

        play("""
                $ sync aoi report --out pages/report.html
                out wrote report.html
                $ sync aoi report --out pages/report.html
                $ sync aoi report --out mine.html
                exit 4
                err is there and is no earlier report
                """);

        assertThat(workspace.resolve("mine.html")).hasContent("<html>");
        assertThat(run.file("DEFT_Loop_Report.html")).doesNotExist();
    }

    @Test
    void countsTheTokensOfATranscriptAndWritesNothingInADryRun() throws Exception {
        Files.createDirectories(workspace.resolve("sessions"));
        Files.writeString(
                workspace.resolve("sessions/one.jsonl"),
                "{\"type\":\"assistant\",\"timestamp\":\"2026-05-04T08:00:00Z\",\"message\":{\"id\":\"a\",\"usage\":"
                        + "{\"input_tokens\":10,\"output_tokens\":20,\"cache_read_input_tokens\":1000}}}\n");

        play("""
                $ sync aoi report --align-tokens --project-dir sessions --dry-run
                out {"seq":1,"context_tokens":1010,
                out tokens: 1 of 1 messages belong to 17 stages
                $ sync aoi report --align-tokens --transcript sessions/one.jsonl --dry-run --json
                json /data/tokens/file null
                json /data/tokens/stages/0/tokens/cache_read 1000
                json /data/report null
                """);
        assertThat(run.file("loop_tokens.jsonl")).doesNotExist();
        assertThat(run.file("DEFT_Loop_Report.html")).doesNotExist();

        play("""
                $ sync aoi report --align-tokens --transcript sessions/one.jsonl
                out tokens: 1 of 1 messages
                out reporter: wrote
                $ sync aoi report --align-tokens --json
                json /data/tokens/skipped true
                """);
        assertThat(Files.readAllLines(run.file("loop_tokens.jsonl"))).hasSize(17);
        assertThat(Files.readString(run.file("DEFT_Loop_Report.html"))).contains("<td class=\"number\">1010</td>");
    }

    private void play(String script) throws Exception {
        new Script(workspace).play(script.lines().toList(), "here");
    }
}
