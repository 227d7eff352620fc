package dev.syncprotocol.aoi.approval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;

/** The summary's tables as Markdown (specification §9.2). */
final class SummaryMarkdown {
    private final StringBuilder text = new StringBuilder();

    private SummaryMarkdown() {}

    static String of(JsonNode summary, Sha256 digest) {
        SummaryMarkdown page = new SummaryMarkdown();
        page.line("# Pre-Flight Summary").line("");
        page.table("Run config", summary.path("run_config"));
        page.table("Dataset", summary.path("dataset"));
        page.table("Augmentation", summary.path("augmentation"));
        if (!summary.path("docker_images").isEmpty()) {
            page.table("Docker Images", summary.path("docker_images"));
        }
        page.warnings(summary.path("warnings"));
        page.line("Run directory: " + summary.path("results_dir").asText());
        page.line("After approval, without further questions: stage the pool, train and evaluate the");
        page.line("baseline, then iterate until the target is met, "
                + summary.path("parameters").path("max_iterations").asInt() + " iterations are done, or a hard stop.");
        page.line("Digest: " + digest.hex());
        return page.text.toString();
    }

    private void table(String title, JsonNode rows) {
        line("## " + title).line("").line("| Item | Value |").line("|---|---|");
        rows.forEach(row -> line("| " + cell(row.path("item").asText()) + " | "
                + cell(row.path("value").asText()) + " |"));
        line("");
    }

    private void warnings(JsonNode warnings) {
        line("## Warnings").line("");
        warnings.forEach(warning -> line("- " + warning.asText()));
        if (warnings.isEmpty()) {
            line("None.");
        }
        line("");
    }

    private static String cell(String value) {
        return value.replace("|", "\\|").replace("\n", " ");
    }

    private SummaryMarkdown line(String line) {
        text.append(line).append('\n');
        return this;
    }
}
