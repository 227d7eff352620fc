package dev.syncprotocol.training.seeds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.callback.ShadowEvalCallback;
import dev.syncprotocol.training.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The checkpoints of one seed, {@code checkpoints/rc1/seed_<n>} (training.md D13).
 *
 * @param workspace the folder all paths are relative to
 * @param seed of the run
 * @param folder its output folder
 * @param clock for the store
 */
public record SeedFolder(Path workspace, long seed, RepoPath folder, Clock clock) {
    /** Whether an earlier training left a checkpoint. */
    public boolean begun() {
        return !store().all().isEmpty();
    }

    /** Whether its newest checkpoint is of this step, the last one. */
    public boolean finished(long lastStep) {
        List<Path> all = store().all();
        return !all.isEmpty() && CheckpointStore.stepOf(all.get(all.size() - 1)) >= lastStep;
    }

    /** Whether a checkpoint lies in it; links are followed. */
    public boolean holds(Path checkpoint) throws IOException {
        Path own = folder.below(workspace);
        return Files.isDirectory(own)
                && Files.isDirectory(checkpoint)
                && checkpoint.toRealPath().getParent().equals(own.toRealPath());
    }

    /** What the training that just ended here came to; its evaluation is the last one of the workspace. */
    public SeedResult result() throws IOException {
        Path newest = newest();
        long step = CheckpointStore.stepOf(newest);
        return new SeedResult(seed, step, store().nameOf(newest), CheckpointStore.sealOf(newest), lastEvaluation(step));
    }

    /** What an earlier call wrote of this very checkpoint; without figures where it wrote nothing. */
    public SeedResult result(List<SeedResult> earlier) {
        Path newest = newest();
        Sha256 seal = CheckpointStore.sealOf(newest);
        return earlier.stream()
                .filter(known -> known.seed() == seed && known.sealed().equals(seal))
                .findFirst()
                .orElseGet(() ->
                        new SeedResult(seed, CheckpointStore.stepOf(newest), store().nameOf(newest), seal, Map.of()));
    }

    private Path newest() {
        List<Path> all = store().all();
        return all.get(all.size() - 1);
    }

    private Map<String, Double> lastEvaluation(long step) throws IOException {
        Map<String, Double> figures = new TreeMap<>();
        Path file = workspace.resolve(ShadowEvalCallback.PATH);
        if (Files.isRegularFile(file)) {
            Files.readAllLines(file).stream()
                    .map(SyncJson::read)
                    .filter(row -> row.path("step").longValue() == step)
                    .forEach(row -> take(row, figures));
        }
        return figures;
    }

    private static void take(JsonNode row, Map<String, Double> figures) {
        row.properties().stream()
                .filter(entry ->
                        entry.getKey().startsWith("eval_") && !entry.getKey().equals("eval_count"))
                .forEach(entry -> figures.put(entry.getKey(), entry.getValue().doubleValue()));
    }

    private CheckpointStore store() {
        return new CheckpointStore(workspace, folder, clock);
    }
}
