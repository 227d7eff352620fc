package dev.syncprotocol.training;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where {@code model.base} comes from without a network (D10): a folder path; {@code models/<base>} in the workspace;
 * {@code $SYNC_MODEL_DIR/<base>}.
 *
 * @param workspace the workspace
 * @param modelDir the value of {@code SYNC_MODEL_DIR}, if set
 */
public record ModelLookup(Path workspace, Optional<Path> modelDir) {

    /**
     * The model folder.
     *
     * @param base from the config
     * @param init a folder without weights is refused unless they are to be drawn
     * @throws SyncException {@code CONFIG_INVALID}, naming every place looked at, when there is none
     */
    public ModelFolder find(String base, TrainConfig.WeightInit init) {
        ModelFolder folder = places(base).stream()
                .filter(Files::isDirectory)
                .findFirst()
                .map(ModelFolder::read)
                .orElseThrow(() -> notFound(base));
        if (init == TrainConfig.WeightInit.WEIGHTS && folder.weights().isEmpty()) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            "the model folder " + folder.folder() + " has no " + ModelFolder.WEIGHTS + " and no "
                                    + ModelFolder.INDEX)
                    .withHint("model.init: random draws the first weights from run.seed");
        }
        return folder;
    }

    private List<Path> places(String base) {
        List<Path> places = new ArrayList<>();
        places.add(workspace.resolve(base));
        places.add(workspace.resolve("models").resolve(base));
        modelDir.ifPresent(dir -> places.add(dir.resolve(base)));
        return places;
    }

    private SyncException notFound(String base) {
        String looked = places(base).stream().map(Path::toString).collect(Collectors.joining(", "));
        return new SyncException(ErrorCode.CONFIG_INVALID, "no model " + base + "; looked in " + looked)
                .withHint("the smallest model that runs is tiny-qwen3 with model.init random:"
                        + " sync train run --config configs/train_min.yaml"
                        + (modelDir.isEmpty() ? "; SYNC_MODEL_DIR is not set" : ""));
    }
}
