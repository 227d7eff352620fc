package dev.syncprotocol.aoi.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.choice.Contradiction;
import dev.syncprotocol.aoi.choice.Contradiction.Kind;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.report.LoopFixture;
import dev.syncprotocol.aoi.report.LoopFixture.Scores;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandOffTest {
    private static final String TARGET = "FAR < 0.5% at recall=100%";

    @TempDir
    Path workspace;

    @Test
    void writesExactlySevenFieldsOfTheBestPhaseAndNotOfTheLast() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);

        HandOffFiles files = HandOff.write(run.dir());

        JsonNode model = SyncJson.read(Files.readString(files.model()));
        assertThat(model.fieldNames())
                .toIterable()
                .containsExactly(
                        "checkpoint", "threshold", "far_pct", "iteration", "backbone", "images_dir", "training_spec");
        assertThat(model.get("iteration").asText()).isEqualTo("iter2");
        assertThat(model.get("far_pct").doubleValue()).isEqualTo(9.5);
        assertThat(model.get("checkpoint").asText())
                .isEqualTo(run.file("iter2/train/model_epoch_005_step_00120.safetensors")
                        .toString());
        assertThat(model.get("backbone").asText())
                .isEqualTo(workspace.resolve("augmentation/backbone").toString());
        assertThat(model.get("training_spec").asText())
                .isEqualTo(workspace.resolve("specs/baseline_spec.yaml").toString());
    }

    @Test
    void handsOverAThresholdThatMissesNoDefectOfTheTable() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);

        double threshold = SyncJson.read(
                        Files.readString(HandOff.write(run.dir()).model()))
                .get("threshold")
                .doubleValue();

        Path table = run.file("iter2/inference/best_val/inference.csv");
        assertThat(ScoredTableFile.read(table, ScoreColumns.DEFAULTS)
                        .scores()
                        .at(threshold)
                        .fn())
                .isZero();
        assertThat(ScoredTableFile.read(table, ScoreColumns.DEFAULTS)
                        .scores()
                        .at(threshold + 0.1)
                        .fn())
                .isPositive();
    }

    @Test
    void takesTheEarliestOfEqualPhases() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, TARGET, 1)
                .evaluated("baseline", Scores.seeded(5).pass(-1, 200).defect("open", 1, 20))
                .evaluated("iter1", Scores.seeded(5).pass(-1, 200).defect("open", 1, 20))
                .stopped("max_iterations");

        assertThat(HandOff.write(run.dir()).phase()).isEqualTo("baseline");
    }

    @Test
    void takesTheFirstBackboneByName() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        Path folder = Files.createDirectories(workspace.resolve("augmentation/backbone"));
        for (String name : new String[] {"b.pth", "a.safetensors", "a-readme.txt"}) {
            Files.writeString(folder.resolve(name), "");
        }

        assertThat(SyncJson.read(Files.readString(HandOff.write(run.dir()).model()))
                        .get("backbone")
                        .asText())
                .isEqualTo(folder.resolve("a.safetensors").toString());
    }

    @Test
    void copiesModelAndDatasetAsTheyWereTrainedAndLeavesFourFieldsOpen() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);

        HandOffFiles files = HandOff.write(run.dir());

        ObjectNode spec = SpecDocument.read(files.inferenceSpec()).tree();
        ObjectNode trained =
                SpecDocument.read(run.file("iter2/specs/iter2_spec.yaml")).tree();
        assertThat(spec.at("/model/of_my_own").asText()).isEqualTo("kept");
        assertThat(spec.at("/model/backbone")).isEqualTo(trained.at("/model/backbone"));
        for (String kept : new String[] {"image_ext", "concat_type", "grid_map", "input_map", "num_input"}) {
            assertThat(spec.at("/dataset/classify/" + kept)).isEqualTo(trained.at("/dataset/classify/" + kept));
        }
        assertThat(spec.at("/dataset/classify").fieldNames())
                .toIterable()
                .doesNotContain("train_dataset", "validation_dataset", "test_dataset");
        assertThat(spec.at("/dataset/classify/augmentation_config/augment").booleanValue())
                .isFalse();
        assertThat(spec.at("/dataset/classify/batch_size").intValue()).isOne();
        assertThat(spec.at("/dataset/classify/workers").intValue()).isOne();
        assertThat(spec.at("/model/classify/eval_margin").doubleValue()).isEqualTo(files.threshold());
        assertThat(spec.at("/train/classify/loss").asText()).isEqualTo("ce");
        assertThat(spec.at("/inference/checkpoint").asText()).isEqualTo(files.checkpoint());
        for (String open : new String[] {
            "/results_dir",
            "/inference/results_dir",
            "/dataset/classify/infer_dataset/csv_path",
            "/dataset/classify/infer_dataset/images_dir"
        }) {
            assertThat(spec.at(open).textValue()).as(open).isEmpty();
        }
    }

    @Test
    void namesTheMountPathForAContainer() {
        SpecDocument training = SpecDocument.parse("s", dev.syncprotocol.aoi.report.Specs.BASELINE.getBytes());

        assertThat(InferenceSpec.of(training, "tao", "/somewhere/a.pth", 0.5)
                        .at("/inference/checkpoint")
                        .asText())
                .isEqualTo("/model/best.pth");
    }

    @Test
    void writesTheSameBytesAgain() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        HandOffFiles first = HandOff.write(run.dir());
        String model = Files.readString(first.model());
        String spec = Files.readString(first.inferenceSpec());
        String notes = Files.readString(first.notes());

        HandOff.write(run.dir());

        assertThat(first.model()).hasContent(model);
        assertThat(first.inferenceSpec()).hasContent(spec);
        assertThat(first.notes()).hasContent(notes);
    }

    @Test
    void warnsInTheFilesPeopleReadWhenTheFrozenBenchmarkContradictsTheKpiSet() throws Exception {
        HandOffFiles files = HandOff.write(LoopFixture.contradicted(workspace).dir());

        assertThat(files.phase()).isEqualTo("baseline");
        assertThat(files.choice().contradictions())
                .extracting(Contradiction::kind)
                .containsExactly(Kind.OTHER_PHASE, Kind.OPTIMISTIC);
        assertThat(files.notes())
                .content()
                .contains("**Warning: the frozen benchmark contradicts the KPI set.**")
                .contains("On the frozen benchmark Baseline is the worst phase: it flags ")
                .contains(
                        "## Why this phase\n\nThe KPI set decides: the FAR of Baseline, 0.00 %, is the lowest of 2 phases.")
                .contains("iterations.iter1 in deft_state.json");
        assertThat(files.inferenceSpec()).content().startsWith("# The frozen benchmark contradicts the KPI set");
        assertThat(SpecDocument.read(files.inferenceSpec()).tree().at("/task").asText())
                .isEqualTo("classify");
    }

    @Test
    void warnsOfNothingWhereNoBenchmarkSpeaksAgainstThePhase() throws Exception {
        HandOffFiles files = HandOff.write(LoopFixture.ended(workspace).dir());

        assertThat(files.notes())
                .content()
                .contains("| **Iter 2** | 9.50 % |", "strictly greater than `-1.1409859657287598`")
                .doesNotContain("Warning", "What you can do");
        assertThat(files.inferenceSpec()).content().startsWith("encryption_key");
    }

    @Test
    void refusesWhileTheLoopRuns() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, TARGET, 1)
                .evaluated("baseline", Scores.seeded(5).pass(-1, 200).defect("open", 1, 20));

        refused(run, ErrorCode.RUN_OPEN);
    }

    @Test
    void refusesAfterAHardStopEvenWhenAPhaseHasAFigure() throws Exception {
        LoopFixture run = LoopFixture.begun(workspace, TARGET, 1)
                .evaluated("baseline", Scores.seeded(5).pass(-1, 200).defect("open", 1, 20))
                .hardStopped("iter1", LoopStage.DATA_MINING, "leakage", "row 17 is row 3");

        refused(run, ErrorCode.HARD_STOPPED);
    }

    @Test
    void refusesATableThatIsNotTheCertifiedOne() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        Path table = run.file("iter2/inference/best_val/inference.csv");
        Files.writeString(table, Files.readString(table).replaceFirst("pin_hole", "open"));

        refused(run, ErrorCode.EVIDENCE_CHANGED);
    }

    @Test
    void refusesACertificateWhoseThresholdMissesADefect() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        Path file = run.file("iter2/inference/best_val/threshold_certificate.json");
        ObjectNode certificate = (ObjectNode) SyncJson.read(Files.readString(file));
        double raised = certificate.get("threshold").doubleValue() + 1;
        certificate.put("threshold", raised).put("threshold_hex", Double.toHexString(raised));
        Files.writeString(file, SyncJson.pretty(certificate));

        refused(run, ErrorCode.EVIDENCE_CHANGED);
    }

    @Test
    void refusesACertificateOfAnotherPhase() throws Exception {
        LoopFixture run = LoopFixture.ended(workspace);
        for (String name : new String[] {"inference.csv", "threshold_certificate.json"}) {
            Files.copy(
                    run.file("iter1/inference/best_val/" + name),
                    run.file("iter2/inference/best_val/" + name),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }

        refused(run, ErrorCode.EVIDENCE_CHANGED);
    }

    @Test
    void refusesWhenACheckpointOrASpecificationIsGone() throws Exception {
        for (String gone : new String[] {"train/model_epoch_005_step_00120.safetensors", "specs/iter2_spec.yaml"}) {
            LoopFixture run = LoopFixture.ended(workspace.resolve(gone.substring(0, 5)));
            Files.delete(run.file("iter2/" + gone));

            refused(run, ErrorCode.EVIDENCE_MISSING);
        }
    }

    private static void refused(LoopFixture run, ErrorCode code) {
        assertThatThrownBy(() -> HandOff.write(run.dir()))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(run.file(HandOff.MODEL)).doesNotExist();
        assertThat(run.file(HandOff.SPEC)).doesNotExist();
        assertThat(run.file(HandOff.NOTES)).doesNotExist();
    }
}
