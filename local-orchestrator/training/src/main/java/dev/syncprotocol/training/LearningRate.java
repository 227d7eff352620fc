package dev.syncprotocol.training;

/**
 * Learning rates as pure functions of the step index from 0 (training.md section 6.3; transformers
 * {@code optimization.py}).
 *
 * @param peak {@code engine.lr}
 * @param schedule the course
 * @param lastStep number of steps, {@code T}
 */
public record LearningRate(double peak, TrainConfig.Schedule schedule, long lastStep) {
    private static final double INVERSE_SQRT_TIMESCALE = 10_000;

    /** Of this configuration; constant where {@code -lr_schedule} switches the schedule off. */
    public static LearningRate of(TrainConfig config) {
        TrainConfig.Schedule asked = config.engine().schedule();
        TrainConfig.Schedule used = config.schedulesLearningRate()
                ? asked
                : new TrainConfig.Schedule(TrainConfig.ScheduleKind.CONSTANT, 0, 0, 0, 1);
        return new LearningRate(config.engine().lr(), used, config.run().maxSteps());
    }

    /** The rate of the step with this index, from 0: the first step under warm-up has rate 0. */
    public double at(long index) {
        long warmup = schedule.kind() == TrainConfig.ScheduleKind.CONSTANT ? 0 : schedule.warmupSteps();
        if (index < warmup) {
            return peak * ((double) index / Math.max(1, warmup));
        }
        double span = Math.max(1, lastStep - warmup);
        double progress = (index - warmup) / span;
        return switch (schedule.kind()) {
            case LINEAR -> peak * Math.max(0, (lastStep - index) / span);
            case COSINE -> peak * Math.max(0, cosine(progress));
            case CONSTANT, CONSTANT_WITH_WARMUP -> peak;
            case COSINE_WITH_MIN_LR ->
                peak * Math.max(0, cosine(progress) * (1 - schedule.minLrRate()) + schedule.minLrRate());
            case POLYNOMIAL -> polynomial(index, progress);
            case INVERSE_SQRT -> inverseSqrt(index, warmup);
        };
    }

    private static double cosine(double progress) {
        return 0.5 * (1 + Math.cos(Math.PI * progress));
    }

    private double polynomial(long index, double progress) {
        return index > lastStep
                ? schedule.end()
                : (peak - schedule.end()) * Math.pow(1 - progress, schedule.power()) + schedule.end();
    }

    private double inverseSqrt(long index, long warmup) {
        double timescale = warmup == 0 ? INVERSE_SQRT_TIMESCALE : warmup;
        return peak / Math.sqrt((index + timescale - warmup) / timescale);
    }
}
