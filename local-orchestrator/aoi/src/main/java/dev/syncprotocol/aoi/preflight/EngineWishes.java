package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.LoopParameters.DataServices;
import java.util.List;
import java.util.Optional;

/**
 * Who computes.
 *
 * @param name {@code embedded} or {@code tao}
 * @param embedder default {@code encoder} for embedded, {@code siglip} for tao
 * @param services who analyses gaps and mines; containers only with tao
 * @param threads 0 means all cores
 * @param allowBackboneSubstitution whether the embedded engine may take its own backbone
 */
public record EngineWishes(
        String name, Optional<String> embedder, DataServices services, int threads, boolean allowBackboneSubstitution) {
    /** The embedded engine on all cores. */
    public static final EngineWishes DEFAULT =
            new EngineWishes("embedded", Optional.empty(), DataServices.BUILT_IN, 0, false);

    private static final String TAO = "tao";

    static EngineWishes of(LoopParameters saved) {
        return new EngineWishes(
                saved.engine(),
                Optional.of(saved.embedder()),
                saved.services(),
                saved.threads(),
                saved.allowBackboneSubstitution());
    }

    /** The same with this embedder. */
    public EngineWishes with(String embedder) {
        return new EngineWishes(name, Optional.of(embedder), services, threads, allowBackboneSubstitution);
    }

    void check() {
        Wish.oneOf("--engine", name, List.of("embedded", TAO));
        Wish.require(threads >= 0, "--threads is at least 0");
        embedder.ifPresent(EngineWishes::checkEmbedder);
        checkService("--rca", services.rca());
        checkService("--mining", services.mining());
    }

    /** The embedder that is named, else the engine's usual one. */
    String chosenEmbedder() {
        return embedder.orElse(embedderOf(name));
    }

    /** The usual embedder of an engine. */
    static String embedderOf(String engine) {
        return engine.equals(TAO) ? "siglip" : "encoder";
    }

    private void checkService(String option, String value) {
        Wish.oneOf(option, value, List.of(DataServices.BUILT_IN.rca(), DataServices.CONTAINER));
        Wish.require(
                name.equals(TAO) || !value.equals(DataServices.CONTAINER),
                option + " container needs --engine tao: the embedded engine has no containers");
    }

    private static void checkEmbedder(String name) {
        boolean known = List.of("encoder", "descriptor", "siglip").contains(name)
                || name.startsWith("onnx:") && name.length() > "onnx:".length();
        Wish.require(known, "--embedder is encoder, descriptor, onnx:FILE or siglip, not " + name);
    }
}
