package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.seeds.SeedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which seeds of a config are still to be trained, and from where.
 *
 * @param call what was asked
 * @param folders of the seeds, in order
 * @param lastStep of each
 * @param root the folder all paths are relative to
 */
record SeedTurns(TrainCall call, List<SeedFolder> folders, long lastStep, Path root) {
    /** The checkpoint each goes on from, empty for a start; seeds that are done stand not in it. */
    Map<SeedFolder, Optional<String>> resumes() throws IOException {
        Map<SeedFolder, Optional<String>> turns = new LinkedHashMap<>();
        Optional<SeedFolder> named = named();
        for (SeedFolder folder : folders) {
            if (named.filter(folder::equals).isPresent()) {
                turns.put(folder, call.resume());
            } else if (call.wishes().fresh() || !folder.begun()) {
                turns.put(folder, Optional.empty());
            } else if (!folder.finished(lastStep)) {
                turns.put(folder, goingOn(folder));
            }
        }
        return turns.isEmpty() ? allDone() : turns;
    }

    /** Nothing is left: the last seed says so in its own words. */
    private Map<SeedFolder, Optional<String>> allDone() {
        SeedFolder last = folders.get(folders.size() - 1);
        return Map.of(last, call.resume().map(asked -> "latest"));
    }

    private Optional<String> goingOn(SeedFolder folder) {
        if (call.resume().isEmpty()) {
            throw new SyncException(
                            ErrorCode.CHECKPOINT_EXISTS,
                            folder.folder() + " holds checkpoints of a training that did not reach step " + lastStep)
                    .withNext("sync train resume --config " + call.config());
        }
        return Optional.of("latest");
    }

    /** The seed whose checkpoint the call names; the word {@code latest} names the one in progress. */
    private Optional<SeedFolder> named() throws IOException {
        if (call.resume().isEmpty()) {
            return Optional.empty();
        }
        if (folders.stream().noneMatch(SeedFolder::begun)) {
            throw new SyncException(
                            ErrorCode.CHECKPOINT_MISSING, "no seed of " + call.config() + " has a checkpoint yet")
                    .withNext("sync train run --config " + call.config());
        }
        String asked = call.resume().get();
        if (asked.equals("latest")) {
            return Optional.empty();
        }
        for (SeedFolder folder : folders) {
            if (folder.holds(root.resolve(asked))) {
                return Optional.of(folder).filter(own -> !own.finished(lastStep));
            }
        }
        throw new SyncException(ErrorCode.CHECKPOINT_MISSING, asked + " is no checkpoint of a seed of " + call.config())
                .withNext("sync train resume --config " + call.config());
    }
}
