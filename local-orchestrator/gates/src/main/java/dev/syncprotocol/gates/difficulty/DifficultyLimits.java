package dev.syncprotocol.gates.difficulty;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The limits of {@code validate-difficulty} (preflight.md section 5.9). All inclusive.
 *
 * @param minHard least share of hard records
 * @param maxEasy largest share of easy ones
 * @param lenMax most code points
 * @param turnsMax most turns
 * @param toolHopsMax most tool hops
 * @param clueOverlapMaxEasy an easy record's clue may not repeat more of the question
 * @param clueOverlapMinHard a hard record must still be answerable
 */
public record DifficultyLimits(
        double minHard,
        double maxEasy,
        int lenMax,
        int turnsMax,
        int toolHopsMax,
        double clueOverlapMaxEasy,
        double clueOverlapMinHard) {
    /** The seed's values. */
    public static final DifficultyLimits SEED = new DifficultyLimits(0.30, 0.30, 3_500, 8, 8, 0.65, 0.10);

    /** The limits this row breaks, by name, with a clause for people. */
    Map<String, String> broken(MetricsRow row) {
        Map<String, String> broken = new LinkedHashMap<>();
        Features has = row.features();
        check(broken, "len_max", has.lenChars(), lenMax);
        check(broken, "turns_max", has.turns(), turnsMax);
        check(broken, "tool_hops_max", has.toolHops(), toolHopsMax);
        has.clueOverlap().ifPresent(clue -> {
            if (row.bucket() == Bucket.EASY && clue > clueOverlapMaxEasy) {
                broken.put("clue_overlap_max_easy", "the clue repeats the question");
            }
            if (row.bucket() == Bucket.HARD && clue < clueOverlapMinHard) {
                broken.put("clue_overlap_min_hard", "no clue answers the question");
            }
        });
        return broken;
    }

    private static void check(Map<String, String> broken, String name, int value, int limit) {
        if (value > limit) {
            broken.put(name, "over " + limit);
        }
    }

    ObjectNode tree() {
        return SyncJson.object()
                .put("min_hard_pct", minHard)
                .put("max_easy_pct", maxEasy)
                .put("len_max", lenMax)
                .put("turns_max", turnsMax)
                .put("tool_hops_max", toolHopsMax)
                .put("clue_overlap_max_easy", clueOverlapMaxEasy)
                .put("clue_overlap_min_hard", clueOverlapMinHard);
    }
}
