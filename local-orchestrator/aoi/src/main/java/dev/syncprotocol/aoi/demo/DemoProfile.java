package dev.syncprotocol.aoi.demo;

/**
 * How much is drawn (specification §13.1).
 *
 * @param train base training rows
 * @param trainDefects defective ones among them
 * @param validation validation rows
 * @param kpi KPI rows
 * @param kpiDefects defective ones among them
 * @param benchmark benchmark rows; 0: no benchmark
 * @param pool production rows
 * @param poolDefects defective ones among them
 * @param pairs pre-generated pairs
 * @param epochs {@code train.num_epochs} of the written specification
 * @param imageSize {@code image_width} and {@code image_height} of the written specification
 */
public record DemoProfile(
        int train,
        int trainDefects,
        int validation,
        int kpi,
        int kpiDefects,
        int benchmark,
        int pool,
        int poolDefects,
        int pairs,
        int epochs,
        int imageSize) {
    /** Seconds: for tests. */
    public static final DemoProfile TINY = new DemoProfile(80, 16, 40, 80, 18, 0, 60, 4, 24, 2, 32);

    /** Minutes: to see the loop work. */
    public static final DemoProfile DEMO = new DemoProfile(320, 40, 120, 400, 60, 200, 300, 15, 180, 6, 64);

    /** For measurements. */
    public static final DemoProfile LARGE =
            new DemoProfile(2_000, 200, 600, 3_000, 300, 1_000, 2_000, 100, 1_200, 10, 96);
}
