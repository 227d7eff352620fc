package dev.syncprotocol.aoi.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.report.LoopFixture.Scores;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRendererTest {
    private static final String HOSTILE = "\"><script>alert(1)</script>{{ KPI_TARGET }}&amp;";

    @TempDir
    Path workspace;

    @Test
    void hasAllTwentySixTokensOfTheSpecificationAndLeavesNoneUnfilled() throws Exception {
        List<String> asked = tokensOf("report.html.peb");

        assertThat(asked)
                .contains(
                        "GENERATED_DATE",
                        "KPI_TARGET",
                        "KPI_TARGET_PCT",
                        "ITERATIONS_RUN",
                        "MAX_ITERATIONS",
                        "FINAL_ITER_COUNT_LABEL",
                        "BEST_ITER_LABEL",
                        "BEST_FAR",
                        "BEST_THRESHOLD",
                        "BEST_CHECKPOINT",
                        "FAR_DATA_JSON",
                        "FAR_Y_MAX",
                        "FAR_Y_STEPS_JSON",
                        "FINAL_KPI_STATUS",
                        "FINAL_KPI_STATUS_CLASS",
                        "KPI_BANNER_HTML",
                        "ITERATION_TABLE_ROWS_HTML",
                        "ITER_CARDS_HTML",
                        "RCA_INSIGHT_HTML",
                        "THRESHOLD_INSIGHT_HTML",
                        "SCORE_DIST_ROWS_HTML",
                        "RECALL_FAR_ROWS_HTML",
                        "DEFECT_TYPE_ROWS_HTML",
                        "DATA_SAMPLES_HTML",
                        "MINING_POOL_ROWS_HTML",
                        "RECOMMENDATIONS_HTML");
        assertThat(page(LoopFixture.ended(workspace))).doesNotContain("{{");
    }

    @Test
    void knowsItsTemplatesByTheirDigest() {
        assertThatCode(ReportRenderer::checkTemplates).doesNotThrowAnyException();
    }

    @Test
    void showsEveryPhaseOfALoopThatUsedUpItsIterations() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);

        RenderedReport report = ReportRenderer.render(run.dir(), LoopFixture.CLOCK);

        assertThat(report.file()).isEqualTo(run.file("DEFT_Loop_Report.html"));
        assertThat(report.statusLine())
                .isEqualTo("reporter: wrote DEFT_Loop_Report.html (" + Files.size(report.file())
                        + "B, 3/3 iterations complete, status=9.0pp from target)");
        String page = Files.readString(report.file());
        assertThat(page)
                .contains("2026-05-04 08:30 UTC", "FAR &lt; 0.5% at recall=100%", "3 / 3 complete")
                .contains("<tr class=\"best\"><td>Iter 2</td><td class=\"number\">9.50 %</td>")
                .contains("<tr class=\"regression\"><td>Iter 3</td>")
                .contains("kept 18 of 40 candidates at cosine ≥ 0.9: 2 real, 16 SDG; 3 used before, left out")
                .contains("mining 88, AnomalyGen 0")
                .contains("Mining kept 7 samples after 18 in the iteration before: 61 % fewer.")
                .contains("Validation loss rose after validation 1 of 3 while training loss fell.")
                .contains("Bring samples of pin_hole.")
                .contains("not handed over yet: sync aoi report --handoff");
        assertThat(farData(page))
                .containsExactly("Baseline #3498db", "Iter 1 #76b900", "Iter 2 #76b900", "Iter 3 #c2262d");
    }

    @Test
    void givesTheSameBytesForTheSameFolderAndTime() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        byte[] first = Files.readAllBytes(
                ReportRenderer.render(run.dir(), LoopFixture.CLOCK).file());

        Path elsewhere = workspace.resolve("elsewhere.html");
        ReportRenderer.render(run.dir(), elsewhere, LoopFixture.CLOCK);

        assertThat(Files.readAllBytes(elsewhere)).isEqualTo(first);
    }

    @Test
    void opensWithoutANetworkAndRunsNoScript() throws Exception {
        String page = page(LoopFixture.ended(workspace));

        assertThat(page).doesNotContainIgnoringCase("http:").doesNotContainIgnoringCase("https:");
        assertThat(page).doesNotContain("@import", "url(", "<link", "<iframe", "onload=", "onclick=");
        assertThat(all(page, "<script[^>]*>")).containsExactly("<script type=\"application/json\" id=\"far-data\">");
        assertThat(all(page, "src=\"[^\"]{0,20}"))
                .containsOnly("src=\"data:image/jpeg;base")
                .hasSize(2);
    }

    @Test
    void showsOnlyWhatIsCompleteWhileTheLoopRuns() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 200).defect("open", 1, 20))
                .mined("iter1", 63, 41, 9, 32);

        RenderedReport report = ReportRenderer.render(run.dir(), LoopFixture.CLOCK);

        String page = Files.readString(report.file());
        assertThat(report.status()).isEqualTo("IN PROGRESS");
        assertThat(report.statusLine()).contains("0/3 iterations complete, status=IN PROGRESS");
        assertThat(page).contains("<td>Baseline</td>", "No iteration is complete yet.", "Nothing was added yet.");
        assertThat(page).doesNotContain("<td>Iter 1</td>", "class=\"banner");
        assertThat(farData(page)).containsExactly("Baseline #3498db");
    }

    @Test
    void rendersARunThatHasNoFigureYet() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3);

        String page = page(run);

        assertThat(page).contains("No phase has a figure yet.", "0 / 3 complete", "IN PROGRESS", "<b>— %</b>");
        assertThat(farData(page)).isEmpty();
    }

    @Test
    void rendersAfterACrashThatToreTheLastLineOfTheLog() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 200).defect("open", 1, 20));
        Files.writeString(run.file("loop_log.jsonl"), "{\"seq\":2,\"ts\":\"2026-05", StandardOpenOption.APPEND);
        Files.createDirectories(run.file("baseline/rca_results.tmp-1"));

        assertThat(page(run)).contains("IN PROGRESS", "1 stage in the log");
    }

    @Test
    void namesAHardStopWithItsEvidenceAndHandsNothingOver() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 200).defect("open", 1, 20))
                .hardStopped("iter1", LoopStage.DATA_MINING, "leakage", "train row 17 is validation row 3: C1018@1");

        String page = page(run);

        assertThat(page)
                .contains("<div class=\"banner stopped\"><b>Stopped: leakage</b>")
                .contains("iter1 data_mining: train row 17 is validation row 3: C1018@1")
                .contains("No model is handed over after a stop like this.")
                .contains("pp from target");
    }

    @Test
    void saysSoOfAHardStopBeforeTheFirstFigure() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3)
                .hardStopped(
                        "baseline", LoopStage.EVALUATE, "kpi_undefined", "inference.csv:7: expected a finite score");

        RenderedReport report = ReportRenderer.render(run.dir(), LoopFixture.CLOCK);

        assertThat(report.status()).isEqualTo("—");
        assertThat(Files.readString(report.file())).contains("Stopped: kpi_undefined", "inference.csv:7");
    }

    @Test
    void saysMetOnlyWhenTheOperatorOfTheTargetIsMet() throws Exception {
        Scores one = Scores.seeded(1)
                .row("PASS", 0.5)
                .row("PASS", 0.1)
                .row("PASS", 0.2)
                .row("PASS", 0.3)
                .row("open", 0.4);
        LoopFixture atMost = LoopFixture.begun(workspace.resolve("a"), "FAR <= 25% at recall=100%", 1)
                .evaluated("baseline", one)
                .stopped("kpi_met");
        LoopFixture below = LoopFixture.begun(workspace.resolve("b"), "FAR < 25% at recall=100%", 1)
                .evaluated("baseline", one)
                .stopped("max_iterations");

        assertThat(page(atMost))
                .contains("<div class=\"tile green\"><span>KPI</span><b>MET</b>")
                .contains("<div class=\"banner met\"><b>Target met by Baseline: FAR 25.00 %</b>");
        assertThat(page(below)).contains("<b>0.0pp from target</b>").doesNotContain("class=\"banner");
    }

    @Test
    void keepsTheEarliestOfEqualPhasesAsTheBest() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 2)
                .evaluated("baseline", Scores.seeded(5).pass(-1, 200).defect("open", 1, 20))
                .evaluated("iter1", Scores.seeded(5).pass(-1, 200).defect("open", 1, 20))
                .evaluated("iter2", Scores.seeded(6).pass(-0.5, 200).defect("open", 1, 20));

        String page = page(run);

        assertThat(page).contains("<tr class=\"best\"><td>Baseline</td>", "two iterations without improvement");
        assertThat(farData(page)).containsExactly("Baseline #3498db", "Iter 1 #3498db", "Iter 2 #c2262d");
    }

    @Test
    void neverStampsAMissedTarget() throws Exception {
        LoopFixture stopped = LoopFixture.begun(workspace.resolve("s"), "FAR < 0.5% at recall=100%", 3)
                .hardStopped("baseline", LoopStage.TRAIN, "train_no_class", "no NG row");

        for (LoopFixture run : List.of(LoopFixture.ended(workspace.resolve("e")), stopped)) {
            assertThat(page(run)).doesNotContainIgnoringCase("not met").doesNotContainIgnoringCase("failed");
            assertThat(page(run)).doesNotContain("fpr");
        }
    }

    @Test
    void escapesALabelThatIsMarkupOrATokenOfTheTemplate() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 0.5% at recall=100%", 3)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 50).defect(HOSTILE, 1, 5))
                .analysed("baseline", HOSTILE)
                .evaluated("iter1", Scores.seeded(2).pass(-1, 50).defect(HOSTILE, 1, 5));

        String page = page(run);

        assertThat(page).doesNotContain("<script>", "{{ ", "alert(1)</");
        assertThat(page).contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#123;&#123; kpi_target }}&amp;amp;");
    }

    @Test
    void showsTwoEmptyCellsWithoutAPairAndWithADamagedOne() throws Exception {
        LoopFixture none = LoopFixture.begun(workspace.resolve("n"), "FAR < 0.5% at recall=100%", 1)
                .evaluated("baseline", Scores.seeded(1).pass(-1, 50).defect("open", 1, 5));
        LoopFixture damaged = LoopFixture.ended(workspace.resolve("d"));
        Files.writeString(damaged.file("synth_pool/images/synth_ng/pair2_SolderLight.jpg"), "no picture");

        assertThat(all(page(none), "<div class=\"sample-img-placeholder\">No image</div>"))
                .hasSize(2);
        assertThat(all(page(damaged), "<div class=\"sample-img-placeholder\">No image</div>"))
                .hasSize(2);
    }

    @Test
    void neverOpensAPictureOutsideTheStagingFolders() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        String pool = "object_name,provenance,filepath\no,sdg,../../../../../etc/passwd\no,sdg,..\n";
        for (String iteration : List.of("iter1", "iter2", "iter3")) {
            Files.writeString(run.file(iteration + "/mining_filter/mining_pool.csv"), pool);
        }

        assertThat(all(page(run), "No image")).hasSize(2);
    }

    @Test
    void takesThePairOfTheBestPhaseAndElseOfTheLatest() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        assertThat(page(run)).contains("synthetic defect, mined in Iter 2: pair2_SolderLight.jpg");

        Files.delete(run.file("synth_pool/images/synth_ok/pair2_SolderLight.jpg"));
        Files.delete(run.file("synth_pool/images/synth_ng/pair9_SolderLight.jpg"));

        assertThat(page(run)).contains("mined in Iter 3: pair1_SolderLight.jpg");
    }

    @Test
    void setsTheFrozenBenchmarkBesideTheKpi() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace)
                .benchmarked(
                        "iter2",
                        Scores.seeded(9).pass(-2.4, 200).defect("open", 3, 20).row("short", -9));

        assertThat(page(run))
                .contains("On the frozen benchmark, which chose nothing")
                .contains("miss 1 of 21 defective samples (recall 95.24 %)")
                .contains("<div class=\"banner contradicted\"><b>The frozen benchmark contradicts the KPI set")
                .contains("<div class=\"tile amber\"><span>Benchmark FAR, same threshold</span>")
                .contains("misses 1 of 21 defective samples: recall 95.24 %, where 100 % is asked for.")
                .contains("Do not deploy on the KPI figure alone.");
    }

    @Test
    void explainsWhyAPhaseIsHandedOverThatIsTheWorstOnTheBenchmark() throws Exception {
        assertThat(page(LoopFixture.contradicted(workspace)))
                .contains("The KPI set decides: the FAR of Baseline, 0.00 %, is the lowest of 2 phases.")
                .contains(
                        "<div class=\"banner contradicted\"><b>The frozen benchmark contradicts the KPI set: good boards")
                .contains("On the frozen benchmark Baseline is the worst phase: it flags ")
                .contains("<li><b>Or take Iter 1 by hand.</b>");
    }

    @Test
    void saysNothingAgainstABenchmarkThatMissesNoMoreThanTheTargetAllows() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, "FAR < 50% at recall=90%", 1)
                .evaluated("baseline", Scores.seeded(1).pass(-2, 50).defect("open", 3, 20))
                .benchmarked(
                        "baseline",
                        Scores.seeded(9).pass(-2.4, 200).defect("open", 3, 20).row("short", -9))
                .stopped("kpi_met");

        assertThat(page(run))
                .contains("<div class=\"tile \"><span>Benchmark FAR, same threshold</span>")
                .doesNotContain("contradicts the KPI set")
                .doesNotContain("Do not deploy");
    }

    @Test
    void suggestsACutOffFromTheCosinesWhereNearlyNothingOrNearlyEverythingPassed() throws Exception {
        assertThat(page(filtered(0))).contains("0 of 12 candidates reach 0.9.").contains("--min-similarity 0.64 would");
        assertThat(page(filtered(12))).contains("12 of 12 candidates pass 0.9.");
        assertThat(page(filtered(6))).doesNotContain("Look at the similarity cut-off.");
    }

    /** One iteration of twelve candidates, the nearest cosine of each 0.580 to 0.690; one of them is seen from two targets. */
    private LoopFixture filtered(int kept) throws Exception {
        LoopFixture run = LoopFixture.begun(
                        Files.createDirectories(workspace.resolve("kept" + kept)), "FAR < 0.5% at recall=100%", 1)
                .evaluated("baseline", Scores.seeded(1).pass(-2, 50).defect("open", 0, 20))
                .mined("iter1", 12, kept, kept, 0)
                .trained("iter1", 320 + kept, 0, "0.41/0.52")
                .evaluated("iter1", Scores.seeded(2).pass(-2, 50).defect("open", 0.5, 20));
        StringBuilder neighbours = new StringBuilder("target,rank,source,cosine\nt2,5,s0,0.1\n");
        for (int i = 0; i < 12; i++) {
            neighbours
                    .append("t1,1,s")
                    .append(i)
                    .append(",0.")
                    .append(580 + 10 * i)
                    .append('\n');
        }
        Files.writeString(run.file("iter1/mining_filter/neighbours.csv"), neighbours);
        return run;
    }

    @Test
    void showsTheTokensOfAnAlignedTranscript() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        Files.writeString(run.file("loop_tokens.jsonl"), "{\"seq\":1,\"context_tokens\":48211,\"tokens\":{}}\n");

        assertThat(page(run)).contains("<td class=\"number\">48211</td>");
    }

    @Test
    void refusesAFolderWithoutAStateAndLeavesTheLastReportAlone() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        String before = page(run);
        Files.delete(run.file("deft_state.json"));

        assertThatThrownBy(() -> ReportRenderer.render(run.dir(), LoopFixture.CLOCK))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVIDENCE_MISSING));
        assertThat(run.file("DEFT_Loop_Report.html")).hasContent(before);
    }

    @Test
    void changesNothingElseInTheRun() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        List<String> before = tree(run.dir());

        page(run);

        assertThat(tree(run.dir())).containsAll(before).hasSize(before.size() + 1);
    }

    private static String page(LoopFixture run) throws Exception {
        return Files.readString(
                ReportRenderer.render(run.dir(), LoopFixture.CLOCK).file());
    }

    private static List<String> farData(String page) {
        String json = page.replaceAll("(?s).*id=\"far-data\">(.*?)</script>.*", "$1");
        return SyncJson.read(json)
                .get("points")
                .valueStream()
                .map(point ->
                        point.get("label").asText() + " " + point.get("color").asText())
                .toList();
    }

    private static List<String> all(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static List<String> tokensOf(String template) throws Exception {
        try (InputStream in = Objects.requireNonNull(ReportRenderer.class.getResourceAsStream(template))) {
            String text = new String(in.readAllBytes(), UTF_8);
            return Pattern.compile("\\{\\{ ([A-Z_]+)")
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }

    private static List<String> tree(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
