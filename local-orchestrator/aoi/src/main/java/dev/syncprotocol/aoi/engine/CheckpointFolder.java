package dev.syncprotocol.aoi.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkpoints a training left (specification §8.2): {@code model_epoch_EEE_step_SSSSS} with {@code pth}, {@code ckpt} or {@code safetensors}; links are ignored. */
public final class CheckpointFolder {
    private static final Pattern NAME =
            Pattern.compile("model_epoch_(\\d{3,})_step_(\\d{5,})\\.(pth|ckpt|safetensors)");

    private static final Comparator<TrainedCheckpoint> OLDEST_FIRST =
            Comparator.comparingInt(TrainedCheckpoint::epoch).thenComparingLong(TrainedCheckpoint::step);

    private CheckpointFolder() {}

    /**
     * Every checkpoint, the oldest first, with the validation loss {@code status.json} has for its epoch.
     *
     * @param folder a training's own folder
     */
    public static List<TrainedCheckpoint> read(Path folder) throws IOException {
        Map<Integer, Double> losses = validationLosses(folder.resolve("status.json"));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .flatMap(file -> checkpoint(file, losses).stream())
                    .sorted(OLDEST_FIRST)
                    .toList();
        }
    }

    /** The checkpoint with the lowest validation loss among those validated, the earlier of equal ones; empty when none was. */
    public static Optional<TrainedCheckpoint> bestValidated(List<TrainedCheckpoint> checkpoints) {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.validationLoss().isPresent())
                .min(Comparator.<TrainedCheckpoint>comparingDouble(
                                checkpoint -> checkpoint.validationLoss().getAsDouble())
                        .thenComparing(OLDEST_FIRST));
    }

    /** The checkpoint of the highest epoch, then of the highest step; empty without any. */
    public static Optional<TrainedCheckpoint> latest(List<TrainedCheckpoint> checkpoints) {
        return checkpoints.stream().max(OLDEST_FIRST);
    }

    private static Optional<TrainedCheckpoint> checkpoint(Path file, Map<Integer, Double> losses) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        int epoch = Integer.parseInt(name.group(1));
        Double loss = losses.get(epoch);
        return Optional.of(new TrainedCheckpoint(
                file,
                epoch,
                Long.parseLong(name.group(2)),
                loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss)));
    }

    private static Map<Integer, Double> validationLosses(Path status) throws IOException {
        Map<Integer, Double> losses = new HashMap<>();
        if (Files.isRegularFile(status)) {
            for (String line : Files.readAllLines(status)) {
                note(line, losses);
            }
        }
        return losses;
    }

    // A line cut by a crash says nothing.
    private static void note(String line, Map<Integer, Double> losses) {
        try {
            JsonNode entry = SyncJson.read(line);
            JsonNode loss = entry.path("kpi").path("val_loss");
            if (entry.path("epoch").isInt() && loss.isNumber()) {
                losses.put(entry.path("epoch").asInt(), loss.asDouble());
            }
        } catch (UncheckedIOException cut) {
            return;
        }
    }
}
