package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What others read of a finished run (specification S4-10, §8): every file, every column and every field, in order. The lists are written out:
 * a change here is a change of the contract.
 */
class FilesOfARunTest {
    private static final String SAMPLE =
            "input_path,golden_path,label,object_name,project,boardname,comp_type_2,mpass_mfail,is_valid,"
                    + "comp_name,part_type,number_of_pins,description,comp_type_1";
    private static final String POOL = SAMPLE + ",provenance,filepath,sample_key";
    private static final String METRICS =
            "threshold,tp,fp,tn,fn,precision,recall,f1,accuracy,far,predicted_no_pass_count,"
                    + "actual_no_pass_count,actual_pass_count";
    private static final String MISSED = SAMPLE + ",siamese_score,analysis_row_index,analysis_score,analysis_threshold,"
            + "analysis_actual_label_group,analysis_predicted_label_group,analysis_outcome";
    private static final String GAPS = "filepath TEXT, label TEXT, siamese_score DOUBLE, weakness DOUBLE";
    private static final String EMBEDDINGS = "filepath TEXT, embedding VECTOR, label TEXT, light TEXT, sample_key TEXT";

    @TempDir
    static Path folder;

    private static Path run;

    @BeforeAll
    static void finished() throws IOException {
        ApprovedRun approved = SmallBoards.drawnIn(folder).claimed(SmallBoards.unreachable(2));
        SmallBoards.goOn(approved);
        run = approved.folder().root();
    }

    @Test
    void holdsTheseFilesAndNoOthers() throws IOException {
        TreeSet<String> expected = new TreeSet<>(List.of(
                "DEFT_Loop_Report.html",
                "approval.json",
                "best_model.json",
                "best_model.md",
                "best_model_inference_spec.yaml",
                "deft_state.json",
                "iter1_summary.md",
                "iter2_summary.md",
                "loop_log.jsonl",
                "mining_history.json",
                "preflight_summary.json",
                "preflight_summary.md",
                "synth_pool/images/synth_ng/*.png",
                "synth_pool/images/synth_ok/*.png",
                "synth_pool/ingest_summary.json",
                "synth_pool/inputs.sha256.json",
                "synth_pool/manifest.json",
                "synth_pool/sdg_rows.csv",
                "synth_pool/source_embed.log",
                "synth_pool/source_embeddings.parquet",
                "synth_pool/source_pool.csv",
                "synth_pool/source_pool.parquet"));
        expected.addAll(measured("baseline"));
        expected.addAll(analysed("baseline"));
        expected.addAll(mined("iter1"));
        expected.addAll(measured("iter1"));
        expected.addAll(analysed("iter1"));
        expected.addAll(mined("iter2"));
        expected.addAll(measured("iter2"));
        TreeSet<String> found = SmallBoards.files(run).keySet().stream()
                .map(FilesOfARunTest::pattern)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsExactlyElementsOf(expected);
    }

    /** Training, inference of both checkpoints, the specification, the account, the benchmark. */
    private static List<String> measured(String phase) {
        List<String> files = new ArrayList<>(below(
                phase,
                "accounting.csv",
                "specs/" + phase + "_spec.yaml",
                "train/experiment.yaml",
                "train/model_epoch_<EEE>_step_<SSSSS>.safetensors",
                "train/status.json",
                "train/train.log"));
        for (String checkpoint : List.of("best_val", "latest")) {
            files.addAll(below(
                    phase + "/inference/" + checkpoint,
                    "best_f1_missed_no_pass_samples.csv",
                    "confusion_matrix_best_f1.png",
                    "confusion_matrix_recall_100.png",
                    "inference.csv",
                    "score_distribution_with_recall_100_threshold.png",
                    "summary.txt",
                    "threshold_certificate.json",
                    "threshold_metrics.csv"));
        }
        files.addAll(below("benchmark/" + phase, "benchmark.json", "inference.csv"));
        return files;
    }

    private static List<String> analysed(String phase) {
        return below(
                phase + "/rca_results/<TS>",
                "RCA_Report.md",
                "kpi_gaps.parquet",
                "metrics.json",
                "rca_images/*.png",
                "rca_images/review.csv",
                "threshold.txt",
                "weak_samples_breakdown.txt");
    }

    private static List<String> mined(String phase) {
        return below(
                phase,
                "routing_results/<TS>/anomalygen_gaps.parquet",
                "routing_results/<TS>/mining_gaps.parquet",
                "routing_results/<TS>/routing_summary.txt",
                "anomalygen/ingest_summary.json",
                "anomalygen/inputs.sha256.json",
                "anomalygen/source_pool_delta.csv",
                "mining_filter/knn_summary.csv",
                "mining_filter/mined.parquet",
                "mining_filter/mining_pool.csv",
                "mining_filter/mining_summary.txt",
                "mining_filter/neighbours.csv",
                "mining_filter/target_embeddings.parquet",
                "dataset/merge_validation.json",
                "dataset/train_combined_" + phase + ".csv",
                "dataset/train_combined_" + phase + "_provenance.csv");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "synth_pool/sdg_rows.csv                                     | " + POOL,
                "synth_pool/source_pool.csv                                  | " + POOL,
                "baseline/inference/latest/inference.csv                     | " + SAMPLE + ",siamese_score",
                "baseline/inference/latest/threshold_metrics.csv             | " + METRICS,
                "iter1/inference/best_val/threshold_metrics.csv              | " + METRICS,
                "iter1/inference/best_val/best_f1_missed_no_pass_samples.csv | " + MISSED,
                "baseline/accounting.csv                                     | edge,label,provenance,in,out,rejected,reasons",
                "iter2/accounting.csv                                        | edge,label,provenance,in,out,rejected,reasons",
                "baseline/rca_results/<TS>/rca_images/review.csv             | image,filepath,label,object_name,siamese_score,weakness,verdict",
                "iter1/anomalygen/source_pool_delta.csv                      | " + POOL,
                "iter1/mining_filter/knn_summary.csv                         | candidate_count,kept_count,rejected_count,"
                        + "similarity_threshold,metric,top_k_per_target,target_count,source_count,excluded_by_history,embedder",
                "iter1/mining_filter/mining_pool.csv                         | " + SAMPLE
                        + ",provenance,filepath,similarity,nearest_target,target_count",
                "iter1/mining_filter/neighbours.csv                          | target,rank,source,cosine",
                "iter2/dataset/train_combined_iter2.csv                      | " + SAMPLE,
                "iter2/dataset/train_combined_iter2_provenance.csv           | row,input_path,object_name,label,source,"
                        + "origin_provenance,origin_iter,similarity",
                "benchmark/iter1/inference.csv                               | " + SAMPLE + ",siamese_score"
            })
    void hasTheseColumns(String file, String columns) throws IOException {
        assertThat(Files.readAllLines(only(file)).get(0)).isEqualTo(columns);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "baseline/rca_results/<TS>/kpi_gaps.parquet            | " + GAPS,
                "iter1/routing_results/<TS>/mining_gaps.parquet        | " + GAPS,
                "iter1/routing_results/<TS>/anomalygen_gaps.parquet    | " + GAPS,
                "iter1/mining_filter/mined.parquet                     | filepath TEXT",
                "iter1/mining_filter/target_embeddings.parquet         | " + EMBEDDINGS,
                "synth_pool/source_embeddings.parquet                  | " + EMBEDDINGS
            })
    void hasTheseTypedColumns(String file, String columns) throws IOException {
        assertThat(typed(file)).isEqualTo(columns);
    }

    @Test
    void keepsThePoolAsTextInParquetToo() throws IOException {
        assertThat(typed("synth_pool/source_pool.parquet")).isEqualTo(POOL.replace(",", " TEXT, ") + " TEXT");
    }

    @Test
    void routesTheGapsByteForByte() throws IOException {
        assertThat(only("iter1/routing_results/<TS>/mining_gaps.parquet"))
                .hasSameBinaryContentAs(only("baseline/rca_results/<TS>/kpi_gaps.parquet"));
        assertThat(ParquetFile.read(only("iter1/routing_results/<TS>/anomalygen_gaps.parquet"))
                        .size())
                .isZero();
    }

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "best_model.json | '' | checkpoint,threshold,far_pct,iteration,backbone,images_dir,training_spec",
                "approval.json | '' | schema,run_id,summary_sha256,token,channel,phrase,approved_at,approved_by,inputs",
                "synth_pool/manifest.json | '' | schema_version,workspace,results_dir,synth_pool_dir,source_pool_csv,source_pool_parquet,"
                        + "source_embeddings_parquet,sdg_rows_csv,ng_dir,ok_dir,siglip_model,counts,embedder,lights,image_ext,inputs_sha256,"
                        + "labels",
                "synth_pool/manifest.json | /counts | real_rows,sdg_rows,total_rows",
                "synth_pool/ingest_summary.json | '' | input_count,paired_count,skipped_unpaired_count,skipped_unpaired_examples,"
                        + "converted_to_jpg_count,labels,ng_staging_dir,ok_staging_dir,output_csv",
                "iter1/anomalygen/ingest_summary.json | '' | input_count,paired_count,skipped_unpaired_count,skipped_unpaired_examples,"
                        + "converted_to_jpg_count,labels,ng_staging_dir,ok_staging_dir,output_csv,manifest,manifest_sha256,real_rows,"
                        + "sdg_rows,appended_rows",
                "synth_pool/inputs.sha256.json | '' | schema,mining_pool,pregen,pool_pictures",
                "synth_pool/inputs.sha256.json | /pregen/0 | path,bytes,sha256",
                "baseline/inference/latest/threshold_certificate.json | '' | schema,inference_csv,inference_csv_sha256,reading,score_kind,"
                        + "min_recall,n_pass,n_ng,threshold,threshold_hex,reference_candidate,rule,counts,recall_pct,far_pct,float32,"
                        + "tie_mass,weakest_ng,labels,bounds",
                "baseline/inference/latest/threshold_certificate.json | /counts | tp,fp,tn,fn",
                "baseline/inference/latest/threshold_certificate.json | /float32 | counts,recall_pct,far_pct",
                "baseline/inference/latest/threshold_certificate.json | /tie_mass | weakest_ng_score,pass_at_weakest_ng,ng_at_weakest_ng,"
                        + "pass_at_threshold,ng_at_threshold",
                "baseline/inference/latest/threshold_certificate.json | /bounds | miss_rate_upper_pct,rule_of_three_pct,far_lower_pct,"
                        + "far_upper_pct",
                "baseline/rca_results/<TS>/metrics.json | '' | precision,recall,f1,confusion_matrix,per_label",
                "baseline/rca_results/<TS>/metrics.json | /confusion_matrix | tp,fp,tn,fn",
                "baseline/rca_results/<TS>/metrics.json | /per_label/PASS | total,mean_weakness,median_weakness,max_weakness,n_misclassified",
                "iter1/dataset/merge_validation.json | '' | schema,phase,rows_checked,pictures_checked,pass_rows,ng_rows,"
                        + "missing_file_count,noncanonical_label_count,duplicates_dropped,train_val_leakage_overlap_count,"
                        + "train_kpi_leakage_overlap_count,train_benchmark_leakage_overlap_count,train_csv_sha256,provenance_csv_sha256,"
                        + "validation_csv_sha256,tool_version",
                "mining_history.json | '' | schema,iterations",
                "mining_history.json | /iterations | iter1,iter2",
                "benchmark/iter1/benchmark.json | '' | schema,checkpoint,best_ckpt_kind,threshold,n_pass,n_ng,counts,recall_pct,far_pct,"
                        + "bounds",
                "deft_state.json | '' | version,started_at,kpi_target,results_dir,max_iterations,current_iteration,config,iterations,"
                        + "_completed_step_values,_status_values,sync",
                "deft_state.json | /config | specs_file,training_csv,validation_csv,kpi_test_csv,images_dir,backbone_weight_dir,"
                        + "train_container,num_gpus,batch_size,num_epochs,anomalygen,mining_filter,pregen,automl_policy",
                "deft_state.json | /config/anomalygen | sub_skill,mode,pregen_dir,reconstructed_image_dir,original_image_dir,defect_spec",
                "deft_state.json | /config/mining_filter | sub_skill,top_k_per_target,metric,min_similarity",
                "deft_state.json | /iterations | baseline,iter1,iter2",
                "deft_state.json | /sync | schema,run_id,engine,score_kind,target,log_head,log_entries,stop",
                "deft_state.json | /sync/target | operator,far_pct,min_recall"
            })
    void hasTheseFields(String file, String place, String fields) throws IOException {
        assertThat(names(SyncJson.read(Files.readString(only(file))).at(place))).isEqualTo(fields);
    }

    @Test
    void fillsEveryFieldOfAPhaseThatThePublicStateHas() throws IOException {
        JsonNode iterations = state().get("iterations");
        for (String phase : List.of("baseline", "iter1")) {
            assertThat(List.of(names(iterations.get(phase)).split(",")))
                    .as(phase)
                    .contains("status", "stage_completed", "best_ckpt_path", "best_ckpt_kind")
                    .contains("far_pct", "threshold", "val_loss", "inference_csv", "certificate")
                    .contains("rca_target_defects", "rca_gaps_parquet", "rca_threshold", "rca_source");
        }
        assertThat(List.of(names(iterations.get("iter1")).split(",")))
                .contains("routing_mining_parquet", "routing_anomalygen_parquet", "anomalygen_ingest")
                .contains("mining_mined_parquet", "mining_mined_count");
        assertThat(iterations.at("/iter1/routing_anomalygen_parquet").isNull()).isTrue();
    }

    @Test
    void listsTheWordsOfThePublicState() throws IOException {
        JsonNode state = state();
        assertThat(state.get("version").intValue()).isEqualTo(2);
        assertThat(state.get("started_at").textValue()).isEqualTo("2026-05-04T12:00:00+00:00");
        assertThat(state.get("_completed_step_values").toString())
                .isEqualTo("[\"evaluate\",\"rca\",\"anomalygen\",\"routing\",\"data_mining\",\"train\",\"loop_stop\"]");
        assertThat(state.get("_status_values").toString())
                .isEqualTo("[\"pending\",\"in_progress\",\"complete\",\"failed\"]");
        assertThat(state.at("/config/anomalygen/mode").textValue()).isEqualTo("pregen_ingest");
        assertThat(state.at("/config/automl_policy").textValue()).isEqualTo("off");
    }

    @Test
    void logsOneLineAStageWithTheseFields() throws IOException {
        List<JsonNode> entries = Files.readAllLines(run.resolve("loop_log.jsonl")).stream()
                .map(SyncJson::read)
                .toList();
        assertThat(entries)
                .allSatisfy(entry -> assertThat(names(entry))
                        .isEqualTo("seq,ts,iter,stage,status,summary,duration_sec,context_tokens,set,evidence,prev"));
        assertThat(entries)
                .extracting(entry -> entry.get("ts").textValue())
                .containsOnly("2026-05-04T12:00:00.000000Z");
        assertThat(entries)
                .extracting(entry ->
                        entry.get("iter").textValue() + " " + entry.get("stage").textValue())
                .containsExactly(
                        "baseline train",
                        "baseline evaluate",
                        "baseline rca",
                        "iter1 routing",
                        "iter1 anomalygen",
                        "iter1 data_mining",
                        "iter1 train",
                        "iter1 evaluate",
                        "iter1 rca",
                        "iter2 routing",
                        "iter2 anomalygen",
                        "iter2 data_mining",
                        "iter2 train",
                        "iter2 evaluate",
                        "iter2 loop_stop");
    }

    @Test
    void writesTheTextsAsPublished() throws IOException {
        assertThat(Files.readAllLines(only("iter1/routing_results/<TS>/routing_summary.txt"))
                        .subList(0, 7))
                .containsExactly(
                        "Weak-sample routing summary",
                        "Total weak samples: 30",
                        "Mining subset:      30 -> " + only("iter1/routing_results/<TS>/mining_gaps.parquet"),
                        "AnomalyGen subset:  0 -> none",
                        "",
                        "Per-label breakdown (count, mining, anomalygen):",
                        "  PASS: 6 (mining=yes, anomalygen=no)");
        assertThat(Files.readString(only("baseline/rca_results/<TS>/threshold.txt")))
                .isEqualTo(state().at("/iterations/baseline/rca_threshold") + "\n");
        assertThat(Files.readString(only("synth_pool/source_embed.log")))
                .startsWith("descriptor, 704 dimensions, ")
                .contains(": 48 pictures of 24 samples\nKPI and pool pictures: ")
                .endsWith(")\n");
    }

    @Test
    void handsOverASpecificationWithTheseBlocks() throws IOException {
        JsonNode spec =
                SpecDocument.read(run.resolve("best_model_inference_spec.yaml")).tree();
        assertThat(names(spec)).isEqualTo("encryption_key,task,results_dir,train,model,dataset,inference");
        JsonNode classify = spec.at("/dataset/classify");
        assertThat(classify.get("infer_dataset").toString()).isEqualTo("{\"csv_path\":\"\",\"images_dir\":\"\"}");
        assertThat(List.of(names(classify).split(",")))
                .doesNotContain("train_dataset", "validation_dataset", "test_dataset");
        assertThat(classify.get("batch_size").intValue()
                        + classify.get("workers").intValue())
                .isEqualTo(2);
        assertThat(classify.at("/augmentation_config/augment").booleanValue()).isFalse();
        assertThat(spec.at("/model/classify/eval_margin").doubleValue())
                .isEqualTo(SyncJson.read(Files.readString(run.resolve("best_model.json")))
                        .get("threshold")
                        .doubleValue());
    }

    private static JsonNode state() throws IOException {
        return SyncJson.read(Files.readString(run.resolve("deft_state.json")));
    }

    private static String typed(String file) throws IOException {
        return ParquetFile.read(only(file)).columns().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", "));
    }

    private static String names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return String.join(",", names);
    }

    private static List<String> below(String place, String... files) {
        return List.of(files).stream().map(file -> place + "/" + file).toList();
    }

    private static final Pattern TIME = Pattern.compile("/\\d{4}-\\d\\d-\\d\\d_\\d{6}/");

    /** A path without what differs from run to run. */
    private static String pattern(String file) {
        return TIME.matcher(file)
                .replaceFirst("/<TS>/")
                .replaceFirst("(images/synth_..|rca_images)/[^/]+\\.png", "$1/*.png")
                .replaceFirst("model_epoch_\\d{3}_step_\\d{5}\\.", "model_epoch_<EEE>_step_<SSSSS>.");
    }

    /** The one file of that pattern. */
    private static Path only(String pattern) throws IOException {
        List<String> files = SmallBoards.files(run).keySet().stream()
                .filter(file -> pattern(file).equals(pattern))
                .toList();
        assertThat(files).hasSize(1);
        return run.resolve(files.get(0));
    }
}
