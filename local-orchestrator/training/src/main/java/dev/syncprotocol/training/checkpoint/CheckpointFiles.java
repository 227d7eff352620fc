package dev.syncprotocol.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.training.DataPosition;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.EngineState;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of {@code step_XXXXX/} under the seed's names and in formats that run no code when read (T26): tensors as
 * safetensors, the rest as JSON with sorted keys.
 */
final class CheckpointFiles {
    static final int FORMAT_VERSION = 1;
    private static final String FORMAT = "format_version";
    private static final String STRATEGY = "strategy";
    private static final String FROZEN = "frozen_sha256";
    private static final String FIRST_MOMENT = "exp_avg.";
    private static final String SECOND_MOMENT = "exp_avg_sq.";
    private static final String TOKENIZER = "tokenizer_sha256";
    private static final String OPTIMIZER = "opt.pt";
    private static final String SCHEDULE = "sched.pt";
    private static final String SCALER = "scaler.pt";
    private static final String RANDOM = "rng.pkl";
    private static final String TRAINER_STATE = "trainer_state.json";
    static final String CONFIG = "config_effective.yaml";

    private CheckpointFiles() {}

    /** Writes every file but the manifest into this folder, each forced to the disk. */
    static void write(Path folder, Checkpoint checkpoint) throws IOException {
        WeightFiles.write(folder, checkpoint.engine().weights(), checkpoint.adapter());
        optimizer(checkpoint).write(folder.resolve(OPTIMIZER));
        json(folder.resolve(SCHEDULE), schedule(checkpoint));
        json(folder.resolve(SCALER), scaler());
        json(folder.resolve(RANDOM), random(checkpoint));
        json(folder.resolve(TRAINER_STATE), checkpoint.trainerState());
        AtomicFile.writeForced(folder.resolve(CONFIG), checkpoint.config().bytes());
    }

    /** Reads them back; the folder was verified before. */
    static Checkpoint read(Path folder) throws IOException {
        JsonNode schedule = versioned(folder.resolve(SCHEDULE));
        JsonNode random = versioned(folder.resolve(RANDOM));
        versioned(folder.resolve(SCALER));
        SafeTensors moments = SafeTensors.read(folder.resolve(OPTIMIZER));
        requireVersion(folder.resolve(OPTIMIZER), moments.metadata().getOrDefault(FORMAT, "none"));
        return new Checkpoint(
                random.path("step").longValue(),
                new EngineState(
                        WeightFiles.read(folder),
                        startingWith(FIRST_MOMENT, moments.tensors()),
                        startingWith(SECOND_MOMENT, moments.tensors()),
                        Long.parseLong(moments.metadata().getOrDefault("updates", "0"))),
                WeightFiles.readAdapter(folder),
                digest(schedule, FROZEN),
                digest(schedule, TOKENIZER),
                constants(moments.metadata()),
                TrainConfig.ScheduleKind.valueOf(
                        schedule.path("schedule").asText().toUpperCase(Locale.ROOT)),
                schedule.path("base_lr").doubleValue(),
                random.path("seed").longValue(),
                position(random.path("data")),
                SyncJson.read(Files.readString(folder.resolve(TRAINER_STATE))),
                new EffectiveConfig(Files.readString(folder.resolve(CONFIG))),
                strategy(schedule.path(STRATEGY)));
    }

    /** The fingerprint of what the run computed with and did not train. */
    static Optional<Sha256> readFrozen(Path folder) throws IOException {
        return digest(versioned(folder.resolve(SCHEDULE)), FROZEN);
    }

    private static SafeTensors optimizer(Checkpoint checkpoint) {
        EngineState state = checkpoint.engine();
        Map<String, Tensor> tensors = new TreeMap<>();
        state.expAvg().forEach((name, tensor) -> tensors.put(FIRST_MOMENT + name, tensor));
        state.expAvgSq().forEach((name, tensor) -> tensors.put(SECOND_MOMENT + name, tensor));
        TrainConfig.AdamW constants = checkpoint.optimizer();
        return new SafeTensors(
                tensors,
                Map.of(
                        FORMAT,
                        Integer.toString(FORMAT_VERSION),
                        "updates",
                        Long.toString(state.updates()),
                        "beta1",
                        Double.toString(constants.beta1()),
                        "beta2",
                        Double.toString(constants.beta2()),
                        "eps",
                        Double.toString(constants.eps()),
                        "weight_decay",
                        Double.toString(constants.weightDecay())));
    }

    private static TrainConfig.AdamW constants(Map<String, String> metadata) {
        return new TrainConfig.AdamW(
                Double.parseDouble(metadata.get("beta1")),
                Double.parseDouble(metadata.get("beta2")),
                Double.parseDouble(metadata.get("eps")),
                Double.parseDouble(metadata.get("weight_decay")));
    }

    private static ObjectNode schedule(Checkpoint checkpoint) {
        ObjectNode tree = SyncJson.object()
                .put(FORMAT, FORMAT_VERSION)
                .put("schedule", checkpoint.schedule().name().toLowerCase(Locale.ROOT))
                .put("step", checkpoint.step())
                .put("base_lr", checkpoint.baseLearningRate());
        checkpoint.frozen().ifPresent(digest -> tree.put(FROZEN, digest.hex()));
        checkpoint.tokenizer().ifPresent(digest -> tree.put(TOKENIZER, digest.hex()));
        if (!checkpoint.strategy().isEmpty()) {
            checkpoint.strategy().forEach(tree.putObject(STRATEGY)::put);
        }
        return tree;
    }

    private static Map<String, Double> strategy(JsonNode saved) {
        Map<String, Double> state = new TreeMap<>();
        saved.properties()
                .forEach(entry -> state.put(entry.getKey(), entry.getValue().doubleValue()));
        return state;
    }

    private static Optional<Sha256> digest(JsonNode schedule, String key) {
        return Optional.ofNullable(schedule.path(key).textValue()).map(Sha256::new);
    }

    /** Always written; no scaler runs in 32-bit floats (training.md section 5.3). */
    private static ObjectNode scaler() {
        return SyncJson.object()
                .put(FORMAT, FORMAT_VERSION)
                .put("enabled", false)
                .put("scale", 1.0)
                .put("growth_factor", 2.0)
                .put("backoff_factor", 0.5)
                .put("growth_interval", 2000)
                .put("growth_tracker", 0);
    }

    private static ObjectNode random(Checkpoint checkpoint) {
        ObjectNode tree = SyncJson.object()
                .put(FORMAT, FORMAT_VERSION)
                .put("algorithm", "keyed-splitmix64/1")
                .put("seed", checkpoint.seed())
                .put("step", checkpoint.step());
        tree.putObject("data")
                .put("epoch", checkpoint.position().epoch())
                .put("next_index", checkpoint.position().nextIndex())
                .put("rows", checkpoint.position().rows());
        return tree;
    }

    private static DataPosition position(JsonNode data) {
        return new DataPosition(
                data.path("epoch").longValue(),
                data.path("next_index").intValue(),
                data.path("rows").intValue());
    }

    private static Map<String, Tensor> startingWith(String prefix, Map<String, Tensor> tensors) {
        Map<String, Tensor> chosen = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                chosen.put(name.substring(prefix.length()), tensor);
            }
        });
        return chosen;
    }

    private static void json(Path file, JsonNode tree) throws IOException {
        AtomicFile.writeForced(file, CanonicalJson.bytes(tree));
    }

    private static JsonNode versioned(Path file) throws IOException {
        JsonNode tree = SyncJson.read(Files.readString(file));
        requireVersion(file, tree.path(FORMAT).asText("none"));
        return tree;
    }

    /** An unknown version is refused with both numbers (training.md section 10.1). */
    static void requireVersion(Path file, String found) {
        if (!found.equals(Integer.toString(FORMAT_VERSION))) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    file + " has format_version " + found + ", this build reads " + FORMAT_VERSION);
        }
    }
}
