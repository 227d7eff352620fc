package dev.syncprotocol.aoi.tao;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.mining.MiningSettings;
import dev.syncprotocol.aoi.rca.GapAnalysis;
import dev.syncprotocol.aoi.rca.GapOrder;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of the data services image, for whoever asks for NVIDIA's instead of the built-in code ({@code --rca}, {@code --mining}:
 * {@code container}). Each writes its specification file, runs its container and believes only the files that are there afterwards.
 */
public final class TaoServices {
    private final TaoSettings settings;
    private final ContainerRunner runner;
    private final TaoTasks tasks;
    private final TaoCommands commands;
    private Optional<GapKeys> gapKeys = Optional.empty();

    /** The tasks of a run. */
    public TaoServices(TaoSettings settings, ContainerRunner runner) {
        this.settings = settings;
        this.runner = runner;
        tasks = new TaoTasks(settings, runner);
        commands = new TaoCommands(settings);
    }

    /**
     * Asks the image for the names of its arguments; once, whoever asks how often.
     *
     * @throws SyncException {@code engine_unavailable} for an image of unknown arguments
     */
    public GapKeys gapKeys() {
        if (gapKeys.isEmpty()) {
            ContainerResult schema = runner.run(ContainerCall.probe(commands.gapAnalysisSchema()));
            gapKeys = Optional.of(GapKeys.of(schema.output()));
        }
        return gapKeys.get();
    }

    /**
     * Analyses gaps, with an explicit {@code top_k_per_label}: without it a container returns good samples only (specification §11.4).
     *
     * @param order what to analyse; the container's files come into its folder
     * @throws SyncException {@code recall_unreachable} when the container found no threshold, however it ended; {@code engine_unavailable} for an
     *     image of unknown arguments; {@code engine_failed}
     */
    public void gaps(GapOrder order) throws IOException {
        GapKeys keys = gapKeys();
        Path specFile = order.outputDir().resolve("vcn_aoi_spec.yaml");
        write(
                specFile,
                SyncJson.object().put("min_recall", order.minRecall()).put("top_k_per_label", order.topKPerLabel()));
        try {
            run(order.phase(), "gaps", commands.gapAnalysis(order, specFile, keys), Map.of(), order.outputDir());
        } catch (ContainerFailed failed) {
            refuseUnreachable(order);
            throw failed;
        }
        refuseUnreachable(order);
    }

    /** The container says it in a file; its exit code differs between releases. */
    private static void refuseUnreachable(GapOrder order) throws IOException {
        Path unreachable = order.outputDir().resolve(GapAnalysis.UNREACHABLE);
        if (Files.exists(unreachable)) {
            throw new SyncException(
                    ErrorCode.RECALL_UNREACHABLE,
                    unreachable + ": " + Files.readString(unreachable).strip());
        }
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
     * @param phase the iteration
     * @param task {@code mining}, or one of several: part of the container's name
     * @param settings how many, by which metric, and whether only sources of the target's label count
     * @param folder where the specification file goes, and where the container works
     * @param source the embeddings that may be chosen
     * @param target the weak pictures' embeddings
     * @param output what the container writes: the chosen pictures, each once
     * @throws SyncException {@code engine_failed}
     */
    public void mine(
            String phase, String task, MiningSettings settings, Path folder, Path source, Path target, Path output)
            throws IOException {
        Path specFile = folder.resolve("mining_spec.yaml");
        // The container reads filter_by_label as a text.
        write(
                specFile,
                SyncJson.object()
                        .put("topn", settings.topKPerTarget())
                        .put("knn_metric", settings.metric().word())
                        .put("filter_by_label", String.valueOf(settings.filterByLabel())));
        run(phase, task, commands.mining(phase, task, specFile, source, target, output), Map.of(), folder);
        required(output);
    }

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
