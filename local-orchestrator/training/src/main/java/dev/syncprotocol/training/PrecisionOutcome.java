package dev.syncprotocol.training;

/**
 * What runs in place of the precision that was asked for (training.md section 5.3).
 *
 * @param asked from the config
 * @param effective what runs
 * @param reason why, one sentence
 */
public record PrecisionOutcome(TrainConfig.Precision asked, TrainConfig.Precision effective, String reason) {
    /** The outcome on the CPU: always 32-bit floats. */
    public static PrecisionOutcome onCpu(TrainConfig.Precision asked) {
        String reason = asked == TrainConfig.Precision.FP32
                ? "as asked"
                : "the cpu runs 32-bit floats: its half-precision products are far slower";
        return new PrecisionOutcome(asked, TrainConfig.Precision.FP32, reason);
    }
}
