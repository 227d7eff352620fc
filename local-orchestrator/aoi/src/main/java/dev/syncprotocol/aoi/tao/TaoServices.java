package dev.syncprotocol.aoi.tao;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tasks of the data services image, for whoever asks for NVIDIA's instead of the built-in code ({@code tao.rca}, {@code tao.mining}:
 * {@code container}). Each writes its specification file, runs its container and believes only the files that are there afterwards.
 */
public final class TaoServices {
    private final TaoSettings settings;
    private final ContainerRunner runner;
    private final TaoTasks tasks;
    private final TaoCommands commands;

    /** The tasks of a run. */
    public TaoServices(TaoSettings settings, ContainerRunner runner) {
        this.settings = settings;
        this.runner = runner;
        tasks = new TaoTasks(settings, runner);
        commands = new TaoCommands(settings);
    }

    /**
     * Analyses gaps. The image is asked once for the names of its arguments before it runs.
     *
     * @param minRecall the recall the threshold must reach
     * @return the gaps' file
     * @throws SyncException {@code recall_unreachable} when the container found no threshold; {@code engine_unavailable} for an image of unknown
     *     arguments; {@code engine_failed}
     */
    public Path gaps(GapOrder order, double minRecall) throws IOException {
        GapKeys keys = GapKeys.of(
                runner.run(ContainerCall.probe(commands.gapAnalysisSchema())).output());
        ObjectNode spec = SyncJson.object().put("min_recall", minRecall).put("top_k_per_label", order.topKPerLabel());
        write(order.specFile(), spec);
        run(order.phase(), "gaps", commands.gapAnalysis(order, keys), Map.of(), order.outputDir());
        Path unreachable = order.outputDir().resolve("unreachable_kpi.txt");
        if (Files.exists(unreachable)) {
            throw new SyncException(
                    ErrorCode.RECALL_UNREACHABLE,
                    unreachable + ": " + Files.readString(unreachable).strip());
        }
        Path current = order.outputDir().resolve("kpi_gaps.parquet");
        return Files.exists(current) ? current : required(order.outputDir().resolve("gaps.parquet"));
    }

    /**
     * Embeds the pictures a Parquet file names.
     *
     * @param what {@code targets} or {@code source}: part of the container's name
     * @param model {@code google/siglip-base-patch16-224}, or a folder with its weights
     * @param folder where the specification file goes, and where the container works
     * @param input has the column {@code filepath}
     * @param output what the container writes
     */
    public void embed(String phase, String what, String model, Path folder, Path input, Path output)
            throws IOException {
        Path specFile = folder.resolve("embedding_spec.yaml");
        write(
                specFile,
                SyncJson.object()
                        .put("model", "SigLIP")
                        .put("model_path", model)
                        .put("batch_size", 64));
        run(phase, "embedding-" + what, commands.embedding(phase, what, specFile, input, output), hubToken(), folder);
        required(output);
    }

    /**
     * Finds nearest neighbours.
     *
     * @param order the two sides, the bounds and the output
     */
    public void mine(MiningOrder order) throws IOException {
        Path specFile = order.folder().resolve("mining_spec.yaml");
        // The container reads filter_by_label as a text.
        write(
                specFile,
                SyncJson.object()
                        .put("topn", order.topKPerTarget())
                        .put("knn_metric", order.metric())
                        .put("filter_by_label", String.valueOf(order.filterByLabel())));
        run(
                order.phase(),
                "mining",
                commands.mining(order.phase(), specFile, order.source(), order.target(), order.output()),
                Map.of(),
                order.folder());
        required(order.output());
    }

    /**
     * A search for NVIDIA's container.
     *
     * @param phase the iteration
     * @param folder where the specification file goes, and where the container works
     * @param source the pool's embeddings
     * @param target the weak pictures' embeddings
     * @param output the mined files
     * @param topKPerTarget neighbours a target
     * @param metric {@code cosine}, {@code euclidean} or {@code manhattan}
     * @param filterByLabel whether only sources of the target's label count
     */
    public record MiningOrder(
            String phase,
            Path folder,
            Path source,
            Path target,
            Path output,
            int topKPerTarget,
            String metric,
            boolean filterByLabel) {}

    private void run(String phase, String task, List<String> argv, Map<String, String> environment, Path folder)
            throws IOException {
        tasks.run(
                phase,
                task,
                settings.images().dataServices(),
                argv,
                environment,
                folder,
                folder.resolve(task + ".log"));
    }

    private Map<String, String> hubToken() {
        Map<String, String> environment = new HashMap<>();
        String token = settings.secrets().get(DotEnv.HUB_TOKEN);
        if (token != null) {
            environment.put(DotEnv.HUB_TOKEN, token);
            environment.put("HUGGING_FACE_HUB_TOKEN", token);
        }
        return environment;
    }

    private static void write(Path file, ObjectNode spec) throws IOException {
        Files.writeString(file, SyncJson.yaml(spec));
    }

    private static Path required(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.ENGINE_FAILED, "the container ended with 0 and left no " + file);
        }
        return file;
    }
}
