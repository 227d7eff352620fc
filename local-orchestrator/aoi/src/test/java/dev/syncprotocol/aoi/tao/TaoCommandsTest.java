package dev.syncprotocol.aoi.tao;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.TinyBoards;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.rca.GapOrder;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.table.Pictures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each command line of specification §12.3 beside its golden list, word by word. */
class TaoCommandsTest {
    private static final Path WORKSPACE = Path.of("/w");
    private static final Path RUN = WORKSPACE.resolve("results/run_20261121_120000");
    private static final Path PHASE = RUN.resolve("iter1");
    private static final TinyBoards BOARDS = new TinyBoards(WORKSPACE);
    private static final TaoCommands COMMANDS =
            new TaoCommands(settings(Optional.of(Path.of("/w/augmentation/backbone/c_radio_v2_b.pth"))));

    @Test
    void trainsFromThePreviousBestCheckpoint() {
        ChangeNetSpec spec = BOARDS.spec(
                        "seed: 7", "seed: 7\n  num_gpus: 2\n  pretrained_model_path: /w/results/r/best.pth")
                .typed();

        assertThat(COMMANDS.train(new TrainOrder(spec, specFile(), "iter1", PHASE.resolve("train"))))
                .isEqualTo(
                        golden(
                                "docker run --rm --name sync-20261121_120000-iter1-train --gpus all --shm-size=8g --user 1000:1000"
                                        + " -v /w:/w -w <PH>/train"
                                        + " -v /w/augmentation/backbone/c_radio_v2_b.pth:/data/pretrained_models/c_radio_v2_b.pth:ro"
                                        + " nvcr.io/nvidia/tao/tao-toolkit:7.0.0-pyt visual_changenet train"
                                        + " -e <PH>/specs/iter1_spec.yaml results_dir=<PH> train.results_dir=<PH>/train"
                                        + " train.num_epochs=2 train.num_gpus=2 train.pretrained_model_path=/w/results/r/best.pth"));
    }

    @Test
    void trainsTheBaselineWithoutAStartOrABackbone() {
        TrainOrder order = new TrainOrder(BOARDS.spec().typed(), specFile(), "baseline", RUN.resolve("baseline/train"));

        assertThat(new TaoCommands(settings(Optional.empty())).train(order))
                .contains("train.num_gpus=1")
                .noneMatch(word -> word.contains("pretrained"));
    }

    @Test
    void infersOnOneGpu() {
        assertThat(COMMANDS.inference(inference(BOARDS.location("kpi"))))
                .isEqualTo(golden(
                        "docker run --rm --name sync-20261121_120000-iter1-inference-best_val --gpus device=0 --shm-size=8g"
                                + " --user 1000:1000 -v /w:/w -w <PH>/inference/best_val"
                                + " -v /w/augmentation/backbone/c_radio_v2_b.pth:/data/pretrained_models/c_radio_v2_b.pth:ro"
                                + " nvcr.io/nvidia/tao/tao-toolkit:7.0.0-pyt visual_changenet inference"
                                + " -e <PH>/specs/iter1_spec.yaml inference.checkpoint=<PH>/train/best.pth"
                                + " inference.results_dir=<PH>/inference/best_val results_dir=<PH>/inference/best_val"
                                + " inference.num_gpus=1"));
    }

    @Test
    void namesATableThatIsNotTheSpecifications() {
        List<String> argv =
                COMMANDS.inference(inference(new TableLocation("/w/kpi/benchmark_set.csv", "/w/kpi/images")));

        assertThat(argv.subList(argv.size() - 2, argv.size()))
                .containsExactly(
                        "dataset.classify.infer_dataset.csv_path=/w/kpi/benchmark_set.csv",
                        "dataset.classify.infer_dataset.images_dir=/w/kpi/images");
    }

    @Test
    void evaluatesForTaosOwnFigures() {
        Path checkpoint = PHASE.resolve("train/best.pth");

        assertThat(COMMANDS.evaluate("iter1", specFile(), checkpoint, PHASE.resolve("evaluate")))
                .isEqualTo(golden(
                        "docker run --rm --name sync-20261121_120000-iter1-evaluate --gpus device=0 --shm-size=8g"
                                + " --user 1000:1000 -v /w:/w -w <PH>/evaluate"
                                + " -v /w/augmentation/backbone/c_radio_v2_b.pth:/data/pretrained_models/c_radio_v2_b.pth:ro"
                                + " nvcr.io/nvidia/tao/tao-toolkit:7.0.0-pyt visual_changenet evaluate"
                                + " -e <PH>/specs/iter1_spec.yaml evaluate.checkpoint=<PH>/train/best.pth"
                                + " results_dir=<PH>/evaluate"));
    }

    @Test
    void analysesGaps() {
        Path out = PHASE.resolve("rca_results/2026-11-21_120000");
        GapOrder order = new GapOrder(
                "iter1",
                PHASE.resolve("inference/best_val/inference.csv"),
                specFile(),
                WORKSPACE.resolve("kpi/images"),
                new Pictures(List.of("SolderLight"), ".jpg"),
                1,
                50,
                out);
        Path specFile = out.resolve("vcn_aoi_spec.yaml");

        assertThat(COMMANDS.gapAnalysis(order, specFile, GapKeys.CURRENT))
                .isEqualTo(golden(
                        "docker run --rm --name sync-20261121_120000-iter1-gaps --gpus all --ipc=host --user 1000:1000"
                                + " -v /w:/w -w /w nvcr.io/nvidia/tao/tao-toolkit:7.0.0-data-services gap_analysis vcn_aoi"
                                + " -e <PH>/rca_results/2026-11-21_120000/vcn_aoi_spec.yaml"
                                + " inference_results_dir=<PH>/inference/best_val/ train_config=<PH>/specs/iter1_spec.yaml"
                                + " kpi_media_path=/w/kpi/images results_dir=<PH>/rca_results/2026-11-21_120000"
                                + " top_k_per_label=50"));
        assertThat(COMMANDS.gapAnalysis(order, specFile, new GapKeys("inference_csv", "output_dir")))
                .contains("inference_csv=" + PHASE + "/inference/best_val/inference.csv", "output_dir=" + out);
    }

    @Test
    void embedsWithTheTokenByNameOnly() {
        Path filter = PHASE.resolve("mining_filter");

        assertThat(COMMANDS.embedding(
                        "iter1",
                        "targets",
                        filter.resolve("embedding_spec.yaml"),
                        filter.resolve("targets.parquet"),
                        filter.resolve("target_embeddings.parquet")))
                .isEqualTo(golden(
                        "docker run --rm --name sync-20261121_120000-iter1-embedding-targets --gpus all --ipc=host"
                                + " --user 1000:1000 -e HF_TOKEN -e HUGGING_FACE_HUB_TOKEN -v /w:/w -w <PH>/mining_filter"
                                + " nvcr.io/nvidia/tao/tao-toolkit:7.0.0-data-services embedding image_embeddings"
                                + " -e <PH>/mining_filter/embedding_spec.yaml"
                                + " input_parquet=<PH>/mining_filter/targets.parquet"
                                + " output_parquet=<PH>/mining_filter/target_embeddings.parquet"))
                .noneMatch(word -> word.contains(TaoFixture.TOKEN));
    }

    @Test
    void minesNearestNeighbours() {
        Path filter = PHASE.resolve("mining_filter");

        assertThat(COMMANDS.mining(
                        "iter1",
                        "mining",
                        filter.resolve("mining_spec.yaml"),
                        RUN.resolve("synth_pool/source_embeddings.parquet"),
                        filter.resolve("target_embeddings.parquet"),
                        filter.resolve("mined.parquet")))
                .isEqualTo(golden(
                        "docker run --rm --name sync-20261121_120000-iter1-mining --gpus all --ipc=host --user 1000:1000"
                                + " -v /w:/w -w <PH>/mining_filter nvcr.io/nvidia/tao/tao-toolkit:7.0.0-data-services"
                                + " tmm nearest_neighbors -e <PH>/mining_filter/mining_spec.yaml"
                                + " source_parquet=/w/results/run_20261121_120000/synth_pool/source_embeddings.parquet"
                                + " target_parquet=<PH>/mining_filter/target_embeddings.parquet"
                                + " output_parquet=<PH>/mining_filter/mined.parquet"));
    }

    @Test
    void probesPullsAndStops() {
        assertThat(List.of(
                        TaoCommands.dockerInfo(),
                        TaoCommands.imageId("r/i:1"),
                        TaoCommands.gpus(),
                        TaoCommands.gpuMemory(),
                        TaoCommands.login("nvcr.io"),
                        TaoCommands.pull("r/i:1"),
                        TaoCommands.stop("sync-r-baseline-train"),
                        COMMANDS.gapAnalysisSchema()))
                .extracting(argv -> String.join(" ", argv))
                .containsExactly(
                        "docker info",
                        "docker image inspect r/i:1 --format {{.Id}}",
                        "nvidia-smi --list-gpus",
                        "nvidia-smi --query-gpu=memory.total --format=csv,noheader,nounits",
                        "docker login nvcr.io --username $oauthtoken --password-stdin",
                        "docker pull r/i:1",
                        "docker stop sync-r-baseline-train",
                        "docker run --rm nvcr.io/nvidia/tao/tao-toolkit:7.0.0-data-services gap_analysis vcn_aoi --cfg=job");
    }

    private static InferOrder inference(TableLocation table) {
        return new InferOrder(
                BOARDS.spec().typed(),
                specFile(),
                "iter1",
                "best_val",
                PHASE.resolve("train/best.pth"),
                table,
                PHASE.resolve("inference/best_val"));
    }

    private static Path specFile() {
        return PHASE.resolve("specs/iter1_spec.yaml");
    }

    private static TaoSettings settings(Optional<Path> backbone) {
        return new TaoSettings(
                WORKSPACE,
                RUN,
                "20261121_120000",
                "1000:1000",
                TaoFixture.images(),
                backbone,
                1,
                Map.of(DotEnv.HUB_TOKEN, TaoFixture.TOKEN));
    }

    private static List<String> golden(String words) {
        return List.of(words.replace("<PH>", PHASE.toString()).split(" "));
    }
}
