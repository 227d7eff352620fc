package dev.syncprotocol.gates.weights;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/**
 * Which share of a batch is drawn fresh from the seed pool, piecewise constant (S2-5.8, an interpretation): the ratio of
 * the last entry whose step is at most the current one.
 *
 * @param entries steps rising from 0, ratios 0..1
 */
public record SeedRatioSchedule(List<Entry> entries) {
    /**
     * From here on this share.
     *
     * @param step at least 0
     * @param ratio 0..1
     */
    public record Entry(long step, double ratio) {}

    /** Refuses what is not as the parameter says, {@code config_invalid}. */
    public SeedRatioSchedule {
        entries = List.copyOf(entries);
        boolean rising = !entries.isEmpty() && entries.get(0).step() == 0;
        for (int i = 1; i < entries.size(); i++) {
            rising &= entries.get(i).step() > entries.get(i - 1).step();
        }
        if (!rising || !entries.stream().allMatch(entry -> entry.ratio() >= 0 && entry.ratio() <= 1)) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID, "seed_ratio_schedule has steps rising from 0 and ratios from 0 to 1");
        }
    }

    /** The share at this step. */
    public double at(long step) {
        double ratio = entries.get(0).ratio();
        for (Entry entry : entries) {
            ratio = entry.step() <= step ? entry.ratio() : ratio;
        }
        return ratio;
    }
}
