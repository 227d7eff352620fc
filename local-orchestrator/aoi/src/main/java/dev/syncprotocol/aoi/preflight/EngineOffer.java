package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.weights.ModelHub;
import java.util.List;
import java.util.Optional;

/**
 * The engine as it was found, without starting anything.
 *
 * @param probe what is there and what is missing
 * @param images container images, one line a variable; empty for the embedded engine
 * @param gpus how many
 * @param advisedBatchSize by the GPUs' memory (check P9); empty where there is none
 * @param referenceFaults what is missing or altered of the files the engine's rules stand in (check P2, decision A24)
 * @param credentialFaults what is missing of credentials (check P3), masked
 * @param hub where repositories of weights are
 */
public record EngineOffer(
        EngineProbe probe,
        List<ImageRow> images,
        int gpus,
        Optional<Integer> advisedBatchSize,
        List<String> referenceFaults,
        List<String> credentialFaults,
        ModelHub hub) {
    /**
     * A container image.
     *
     * @param variable its name
     * @param reference what docker is asked for
     * @param source where that stands
     * @param id its id; {@code MISSING} where it is not there
     */
    public record ImageRow(String variable, String reference, String source, String id) {}

    public EngineOffer {
        images = List.copyOf(images);
        referenceFaults = List.copyOf(referenceFaults);
        credentialFaults = List.copyOf(credentialFaults);
    }

    /** An engine that needs no container. */
    public static EngineOffer of(EngineProbe probe) {
        return new EngineOffer(probe, List.of(), 0, Optional.empty(), List.of(), List.of(), ModelHub.STANDARD);
    }
}
