package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.tao.ContainerRunner;
import dev.syncprotocol.aoi.tao.DotEnv;
import dev.syncprotocol.aoi.tao.TaoCredentials;
import dev.syncprotocol.aoi.tao.TaoImages;
import dev.syncprotocol.aoi.tao.TaoProbe;
import dev.syncprotocol.aoi.weights.ModelHub;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine of NVIDIA's containers as a pre-flight finds it (P3, P5, P6, P9): probes that only look, all of them, whatever the others found.
 *
 * @param workspace whose {@code .env} and weights count
 * @param versions {@code versions.yaml}; empty where there is none
 * @param environment variables of the process, which win over {@code .env}
 * @param runner asks docker and the driver
 */
public record ContainerOffer(
        AoiWorkspace workspace, Optional<Path> versions, Map<String, String> environment, ContainerRunner runner) {
    /** The id of an image that is not there. */
    public static final String MISSING = "MISSING";

    private static final List<String> VARIABLES =
            List.of(TaoImages.TRAINING_VARIABLE, TaoImages.DATA_SERVICES_VARIABLE);

    public ContainerOffer {
        environment = Map.copyOf(environment);
    }

    /**
     * Looks.
     *
     * @param wishes whether missing images are pulled after approval, and whether nothing may be fetched
     * @throws dev.syncprotocol.protocol.error.SyncException {@code config_invalid} for an unreadable {@code .env}
     */
    public EngineOffer offer(LoopWishes wishes) throws IOException {
        Map<String, String> variables =
                DotEnv.under(environment, DotEnv.read(workspace.root().resolve(".env")));
        TaoImages.Lookup images = TaoImages.lookUp(versions, variables);
        TaoProbe probe =
                TaoProbe.of(images.found(), Optional.empty(), wishes.fetch().pulls(), runner);
        List<String> missing = new ArrayList<>(images.missing());
        missing.addAll(probe.missing());
        boolean allPresent = images.missing().isEmpty()
                && probe.imageIds().size() == VARIABLES.size()
                && !Backbone.candidates(workspace).isEmpty();
        return new EngineOffer(
                new EngineProbe(missing.isEmpty(), probe.answer().version(), probe.gpus(), missing),
                missing.isEmpty() ? rows(images.found(), probe) : List.of(),
                probe.gpus().size(),
                probe.advisedBatchSize(),
                images.reference().stream().toList(),
                TaoCredentials.of(variables).missing(allPresent, wishes.fetch().airGap()),
                ModelHub.of(variables));
    }

    private static List<EngineOffer.ImageRow> rows(List<TaoImages.Image> images, TaoProbe probe) {
        List<EngineOffer.ImageRow> rows = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            TaoImages.Image image = images.get(i);
            String id = probe.imageIds().getOrDefault(image.reference(), MISSING);
            rows.add(new EngineOffer.ImageRow(VARIABLES.get(i), image.reference(), image.source(), id));
        }
        return rows;
    }
}
