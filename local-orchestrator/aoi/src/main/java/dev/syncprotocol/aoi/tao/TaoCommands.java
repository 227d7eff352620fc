package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.engine.TrainOrder;
import dev.syncprotocol.aoi.rca.GapOrder;
import dev.syncprotocol.aoi.spec.TableLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every command line of the adaptor as a pure function (specification §12.3); a test compares each with a golden list. */
public final class TaoCommands {
    private static final String BACKBONES = "/data/pretrained_models/";

    private final TaoSettings settings;

    /** The command lines of a run. */
    public TaoCommands(TaoSettings settings) {
        this.settings = settings;
    }

    /** {@code visual_changenet train}. */
    public List<String> train(TrainOrder order) {
        Path phaseDir = parent(order.trainDir());
        int gpus = order.spec().train().gpus() > 0 ? order.spec().train().gpus() : settings.gpus();
        List<String> argv = new ArrayList<>(training(order.phase(), "train", "all", order.trainDir()));
        argv.addAll(List.of("visual_changenet", "train", "-e", order.specFile().toString()));
        argv.add("results_dir=" + phaseDir);
        argv.add("train.results_dir=" + order.trainDir());
        argv.add("train.num_epochs=" + order.spec().train().epochs());
        argv.add("train.num_gpus=" + gpus);
        order.spec().train().startCheckpoint().ifPresent(start -> argv.add("train.pretrained_model_path=" + start));
        return List.copyOf(argv);
    }

    /** {@code visual_changenet inference}, on one GPU: several may reorder rows. */
    public List<String> inference(InferOrder order) {
        List<String> argv =
                new ArrayList<>(training(order.phase(), "inference-" + order.kind(), "device=0", order.outputDir()));
        argv.addAll(
                List.of("visual_changenet", "inference", "-e", order.specFile().toString()));
        argv.add("inference.checkpoint=" + order.checkpoint());
        argv.add("inference.results_dir=" + order.outputDir());
        argv.add("results_dir=" + order.outputDir());
        argv.add("inference.num_gpus=1");
        if (!order.table().equals(order.spec().dataset().inference())) {
            argv.addAll(otherTable(order.table()));
        }
        return List.copyOf(argv);
    }

    /** {@code visual_changenet evaluate}: TAO's own figures, never compared with the loop's. */
    public List<String> evaluate(String phase, Path specFile, Path checkpoint, Path outputDir) {
        List<String> argv = new ArrayList<>(training(phase, "evaluate", "device=0", outputDir));
        argv.addAll(List.of("visual_changenet", "evaluate", "-e", specFile.toString()));
        argv.add("evaluate.checkpoint=" + checkpoint);
        argv.add("results_dir=" + outputDir);
        return List.copyOf(argv);
    }

    /**
     * {@code gap_analysis vcn_aoi}.
     *
     * @param order what to analyse
     * @param specFile holds {@code min_recall} and {@code top_k_per_label}
     * @param keys the argument names this image has
     */
    public List<String> gapAnalysis(GapOrder order, Path specFile, GapKeys keys) {
        List<String> argv = new ArrayList<>(services(order.phase(), "gaps", List.of(), settings.workspace()));
        argv.addAll(List.of("gap_analysis", "vcn_aoi", "-e", specFile.toString()));
        argv.add(keys.inference() + "=" + keys.inferenceValue(order.inferenceCsv()));
        argv.add("train_config=" + order.trainingSpec());
        argv.add("kpi_media_path=" + order.imagesDir());
        argv.add(keys.results() + "=" + order.outputDir());
        argv.add("top_k_per_label=" + order.topKPerLabel());
        return List.copyOf(argv);
    }

    /** {@code embedding image_embeddings}; the token goes by name. */
    public List<String> embedding(String phase, String what, Path specFile, Path input, Path output) {
        List<String> names = List.of("-e", "HF_TOKEN", "-e", "HUGGING_FACE_HUB_TOKEN");
        List<String> argv = new ArrayList<>(services(phase, "embedding-" + what, names, parent(specFile)));
        argv.addAll(List.of("embedding", "image_embeddings", "-e", specFile.toString()));
        argv.add("input_parquet=" + input);
        argv.add("output_parquet=" + output);
        return List.copyOf(argv);
    }

    /** {@code tmm nearest_neighbors}. */
    public List<String> mining(String phase, String task, Path specFile, Path source, Path target, Path output) {
        List<String> argv = new ArrayList<>(services(phase, task, List.of(), parent(specFile)));
        argv.addAll(List.of("tmm", "nearest_neighbors", "-e", specFile.toString()));
        argv.add("source_parquet=" + source);
        argv.add("target_parquet=" + target);
        argv.add("output_parquet=" + output);
        return List.copyOf(argv);
    }

    /** Prints the arguments {@code gap_analysis vcn_aoi} knows, without running it. */
    public List<String> gapAnalysisSchema() {
        return docker(
                "run", "--rm", settings.images().dataServices().reference(), "gap_analysis", "vcn_aoi", "--cfg=job");
    }

    /** Whether the daemon answers. */
    public static List<String> dockerInfo() {
        return docker("info");
    }

    /** The id of a local image. */
    public static List<String> imageId(String reference) {
        return docker("image", "inspect", reference, "--format", "{{.Id}}");
    }

    /** The GPUs, one a line. */
    public static List<String> gpus() {
        return List.of("nvidia-smi", "--list-gpus");
    }

    /** MiB of each GPU, one a line. */
    public static List<String> gpuMemory() {
        return List.of("nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits");
    }

    /** Logs in; the key goes to standard input. */
    public static List<String> login(String registry) {
        return docker("login", registry, "--username", "$oauthtoken", "--password-stdin");
    }

    /** Fetches an image. */
    public static List<String> pull(String reference) {
        return docker("pull", reference);
    }

    /** Stops a container. */
    public static List<String> stop(String container) {
        return docker("stop", container);
    }

    private List<String> training(String phase, String task, String gpus, Path workingDir) {
        List<String> argv = new ArrayList<>(docker("run", "--rm", "--name", settings.container(phase, task)));
        argv.addAll(List.of("--gpus", gpus, "--shm-size=8g", "--user", settings.user()));
        argv.addAll(List.of("-v", settings.workspace() + ":" + settings.workspace()));
        argv.addAll(List.of("-w", workingDir.toString()));
        settings.backbone()
                .ifPresent(file -> argv.addAll(List.of("-v", file + ":" + BACKBONES + file.getFileName() + ":ro")));
        argv.add(settings.images().training().reference());
        return argv;
    }

    private List<String> services(String phase, String task, List<String> names, Path workingDir) {
        List<String> argv = new ArrayList<>(docker("run", "--rm", "--name", settings.container(phase, task)));
        argv.addAll(List.of("--gpus", "all", "--ipc=host", "--user", settings.user()));
        argv.addAll(names);
        argv.addAll(List.of("-v", settings.workspace() + ":" + settings.workspace()));
        argv.addAll(List.of("-w", workingDir.toString()));
        argv.add(settings.images().dataServices().reference());
        return argv;
    }

    private static List<String> otherTable(TableLocation table) {
        String block = "dataset.classify.infer_dataset.";
        return List.of(block + "csv_path=" + table.csvPath(), block + "images_dir=" + table.imagesDir());
    }

    private static List<String> docker(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(Arrays.asList(arguments));
        return argv;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " is no absolute path of a file in a folder");
        }
        return parent;
    }
}
