package dev.syncprotocol.gates.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.diversity.DiversitySettings;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;

/**
 * The limits of {@code validate-pool} (preflight.md section 2), all inclusive on the passing side.
 *
 * @param minDistinct2 least distinct-2 at the window, on content text
 * @param kl3Min least 3-gram KL
 * @param rolesMin least roles with a share
 * @param stylesMin least styles with a share
 * @param templatesMin least templates with a share, per task
 * @param minShare share of the task's records that makes a role count
 * @param maxDupPct most duplicates, exact or near, in percent
 * @param minLen least code points of the rendered record
 * @param maxLen most
 * @param distinct window length, windows and seed
 * @param tasks the tasks judged one by one
 */
public record PoolLimits(
        double minDistinct2,
        double kl3Min,
        int rolesMin,
        int stylesMin,
        int templatesMin,
        double minShare,
        double maxDupPct,
        int minLen,
        int maxLen,
        DiversitySettings distinct,
        List<String> tasks) {
    public PoolLimits {
        tasks = List.copyOf(tasks);
    }

    /** The seed's values for these tasks. */
    public static PoolLimits seed(List<String> tasks) {
        return new PoolLimits(
                0.60,
                0.15,
                4,
                3,
                6,
                0.01,
                2.0,
                64,
                4_096,
                DiversitySettings.withSeed(DiversitySettings.PREFLIGHT_SEED),
                tasks);
    }

    ObjectNode tree() {
        ObjectNode node = SyncJson.object()
                .put("min_distinct2", minDistinct2)
                .put("kl3_min", kl3Min)
                .put("roles_min", rolesMin)
                .put("styles_min", stylesMin)
                .put("templates_min", templatesMin)
                .put("min_share", minShare)
                .put("max_dup_pct", maxDupPct)
                .put("min_len", minLen)
                .put("max_len", maxLen)
                .put("distinct_t", distinct.windowLength())
                .put("distinct_w", distinct.windows())
                .put("seed", distinct.seed());
        tasks.forEach(node.putArray("by_task")::add);
        return node;
    }
}
