package dev.syncprotocol.gates.rc1;

import dev.syncprotocol.gates.build.PoolOrder;
import dev.syncprotocol.gates.check.PoolLimits;
import dev.syncprotocol.gates.difficulty.BucketMix;
import dev.syncprotocol.gates.difficulty.DifficultyLimits;
import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.gates.shadow.ShadowSet;
import dev.syncprotocol.gates.shadow.Unstable;
import java.util.List;
import java.util.Optional;

/**
 * What each step of a preflight is asked for; paths are seen from the workspace.
 *
 * @param probe step 4.1
 * @param antiSimulation step 4.2
 * @param shadow step 5
 * @param build step 6
 * @param poolOut where step 6 writes
 * @param validate step 7
 * @param metrics step 8, features
 * @param bucketize step 8, sampling
 * @param difficulty step 8, limits
 * @param weights step 9
 * @param minFreeGb step 3
 */
public record Orders(
        Probe probe,
        AntiSim antiSimulation,
        Shadow shadow,
        PoolOrder build,
        String poolOut,
        Validate validate,
        Metrics metrics,
        Bucketize bucketize,
        Difficulty difficulty,
        WeightFiles weights,
        double minFreeGb) {
    /**
     * Of {@code probe-scorer}.
     *
     * @param n calls
     * @param minOk calls that must succeed
     * @param provider who is probed
     * @param live whether calls are made at all
     * @param out the report
     */
    public record Probe(int n, int minOk, Provider provider, boolean live, String out) {}

    /**
     * Of {@code assert-not-simulated}.
     *
     * @param cacheHitLt the rate that fails
     * @param window calls back, where no run is named
     * @param runId the run; empty for that of the last call
     * @param out the report
     */
    public record AntiSim(double cacheHitLt, Optional<Integer> window, Optional<String> runId, String out) {}

    /**
     * Of {@code shadow-run}.
     *
     * @param n items
     * @param seed of sample and bootstrap
     * @param stratify whether strata are kept
     * @param materialize where the sample is written
     * @param manifest where its ids are written
     * @param tag in the report's name
     * @param sources source files
     * @param oldWeights the old scorer's weights; empty for equal ones
     * @param repeats scores a sample
     * @param unstable what happens to unstable samples
     * @param cache folder of remembered answers; empty for none
     * @param provider who scores
     */
    public record Shadow(
            int n,
            long seed,
            ShadowSet.Stratify stratify,
            Optional<String> materialize,
            Optional<String> manifest,
            Optional<String> tag,
            String sources,
            Optional<String> oldWeights,
            int repeats,
            Unstable unstable,
            Optional<String> cache,
            Provider provider) {
        /** The same with a tag and nothing written but the report: the second round's. */
        Shadow tagged(String label) {
            return new Shadow(
                    n,
                    seed,
                    stratify,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(label),
                    sources,
                    oldWeights,
                    repeats,
                    unstable,
                    cache,
                    provider);
        }
    }

    /**
     * Of {@code validate-pool}.
     *
     * @param pool the pool
     * @param limits its limits
     * @param leakCheck the evaluation set
     * @param leakNgram tokens an n-gram
     * @param leakSim limit of both similarities
     * @param kl3Ref {@code templates}, {@code shadow}, {@code previous} or {@code file:PATH}
     * @param out the report
     */
    public record Validate(
            String pool,
            PoolLimits limits,
            String leakCheck,
            int leakNgram,
            double leakSim,
            String kl3Ref,
            String out) {}

    /**
     * Of {@code difficulty-metrics}.
     *
     * @param in the pool
     * @param out the rows
     * @param calibration file; empty for the shipped one
     */
    public record Metrics(String in, String out, Optional<String> calibration) {}

    /**
     * Of {@code bucketize}.
     *
     * @param metrics the rows
     * @param target the mix
     * @param tasks one sample each
     * @param out the balanced pool
     * @param minPerTask smallest sample
     * @param seed of the order
     * @param limits offenders are removed
     */
    public record Bucketize(
            String metrics,
            BucketMix target,
            List<String> tasks,
            String out,
            int minPerTask,
            long seed,
            DifficultyLimits limits) {
        public Bucketize {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * Of {@code validate-difficulty}.
     *
     * @param metrics the rows
     * @param balanced the balanced pool
     * @param limits its limits
     * @param tasks judged one by one
     * @param out the report
     */
    public record Difficulty(String metrics, String balanced, DifficultyLimits limits, List<String> tasks, String out) {
        public Difficulty {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * Of {@code check-weights}.
     *
     * @param weights the weights file
     * @param config the config that turns the penalty on
     * @param advise whether a config of another pool is only warned about; in test mode alone
     */
    public record WeightFiles(String weights, String config, boolean advise) {}
}
