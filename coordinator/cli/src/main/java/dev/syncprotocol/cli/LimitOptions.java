package dev.syncprotocol.cli;

import dev.syncprotocol.gates.difficulty.DifficultyLimits;
import picocli.CommandLine.Option;

/** What no record of a balanced pool may break: the same flags where it is drawn and where it is judged. */
final class LimitOptions {
    @Option(
            names = {"--len-max", "--len_max"},
            paramLabel = "N",
            description = "most code points (default: 3500)")
    int lenMax = 3_500;

    @Option(
            names = {"--turns-max", "--turns_max"},
            paramLabel = "N",
            description = "most turns (default: 8)")
    int turnsMax = 8;

    @Option(
            names = {"--tool-hops-max", "--tool_hops_max"},
            paramLabel = "N",
            description = "most tool hops (default: 8)")
    int toolHopsMax = 8;

    @Option(
            names = {"--clue-overlap-max-easy", "--clue_overlap_max_easy"},
            paramLabel = "X",
            description = "an easy clue repeats no more of the question (default: 0.65)")
    double clueOverlapMaxEasy = 0.65;

    @Option(
            names = {"--clue-overlap-min-hard", "--clue_overlap_min_hard"},
            paramLabel = "X",
            description = "a hard clue repeats no less (default: 0.1)")
    double clueOverlapMinHard = 0.10;

    /**
     * The limits.
     *
     * @param minHard least share of hard records
     * @param maxEasy largest share of easy ones
     */
    DifficultyLimits withShares(double minHard, double maxEasy) {
        return new DifficultyLimits(
                minHard, maxEasy, lenMax, turnsMax, toolHopsMax, clueOverlapMaxEasy, clueOverlapMinHard);
    }
}
