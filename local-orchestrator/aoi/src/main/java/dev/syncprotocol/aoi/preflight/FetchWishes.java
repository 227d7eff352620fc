package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.LoopParameters.WeightsParameters;

/**
 * What may be fetched once the loop is approved.
 *
 * @param airGap nothing at all
 * @param pull missing container images
 * @param weights missing weights, and from where
 */
public record FetchWishes(boolean airGap, boolean pull, WeightsParameters weights) {
    /** Nothing is fetched, and nobody is asked. */
    public static final FetchWishes NONE = new FetchWishes(false, false, WeightsParameters.NONE);

    static FetchWishes of(LoopParameters saved) {
        return new FetchWishes(saved.airGap(), saved.pull(), saved.weights());
    }

    /** Whether images are pulled. */
    boolean pulls() {
        return pull && !airGap;
    }

    void check() {
        Wish.require(
                !weights.fetched() || !airGap,
                "--fetch-weights and --air-gap exclude each other: fetch, or fetch nothing");
        Wish.require(
                weights.fetched()
                        || weights.from().isEmpty() && weights.sha256().isEmpty(),
                "--weights-from and --weights-sha256 go with --fetch-weights");
        Wish.require(
                weights.sha256().orElse("0".repeat(64)).matches("[0-9a-f]{64}"),
                "--weights-sha256 is 64 hexadecimal digits in lower case");
    }
}
