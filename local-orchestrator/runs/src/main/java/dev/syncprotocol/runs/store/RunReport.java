package dev.syncprotocol.runs.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What finish writes for people: the summary and the charts (run-store.md sections 8.10 and 8.11).
 *
 * @param lock the run
 * @param metrics its evaluations
 * @param best its best
 * @param options how the trainer ended
 * @param at when the run was finished, RFC 3339
 */
record RunReport(RunLock lock, MetricsTable metrics, BestSearch best, FinishOptions options, String at) {
    /**
     * A file to publish.
     *
     * @param path below the run
     * @param content its bytes
     */
    record Page(String path, byte[] content) {}

    /** Every page, in the order they are published. */
    List<Page> pages(RunFolder run) throws IOException {
        List<Page> pages = new ArrayList<>();
        for (String column : metrics.measured()) {
            MetricChart chart = new MetricChart(lock, metrics, column, best.overall());
            if (chart.worthDrawing()) {
                String stem = RunFolder.CHARTS + "/" + column.replaceAll("[^A-Za-z0-9_.-]", "_");
                pages.add(new Page(stem + ".svg", chart.svg().getBytes(StandardCharsets.UTF_8)));
                pages.add(new Page(stem + ".png", chart.png()));
            }
        }
        if (lock.config().tensorboard() && !hasEvents(run) && !metrics.rows().isEmpty()) {
            long seconds = metrics.rows().get(0).timestamp();
            pages.add(new Page(
                    RunFolder.TENSORBOARD + "/events.out.tfevents." + seconds + ".sync", EventFile.of(metrics)));
        }
        String summary = new SummaryPage(this, run).text();
        pages.add(new Page(RunFolder.SUMMARY, summary.getBytes(StandardCharsets.UTF_8)));
        return pages;
    }

    /** A trainer that writes event files itself is believed; any other gets one made from its metrics.csv. */
    private static boolean hasEvents(RunFolder run) throws IOException {
        Path folder = run.at(RunFolder.TENSORBOARD);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> !StoreFiles.isTemporary(file)
                    && file.getFileName().toString().startsWith("events.out.tfevents."));
        }
    }
}
