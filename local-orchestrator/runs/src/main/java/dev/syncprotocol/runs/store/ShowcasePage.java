package dev.syncprotocol.runs.store;

/** The showcase's {@code README.md}. */
final class ShowcasePage {
    private ShowcasePage() {}

    static String of(BestMetrics best) {
        return """
                # The best of %s

                %s = %s%s of %s, step %d, epoch %d.

                - Criterion: %s. A result comes here only when it is better by more
                  than %s (`primary: %s`, `mode: %s`, `min_delta: %s`).
                - Since: %s
                - Model version: %s
                - Digest of best.pt: `%s`
                  (check: `sha256sum best.pt`)
                - Source: `%s`

                Only `sync runs finish` and `sync runs restore-best` may change this folder.
                """.formatted(
                best.task(),
                best.criterion().primary(),
                MetricsRow.cell(best.point().value()),
                best.criterion().unit().isEmpty() ? "" : " " + best.criterion().unit(),
                best.experimentId(),
                best.point().step(),
                best.point().epoch(),
                best.criterion().words(),
                MetricsRow.cell(best.criterion().minDelta()),
                best.criterion().primary(),
                best.criterion().mode().word(),
                MetricsRow.cell(best.criterion().minDelta()),
                best.promotedAt(),
                best.version(),
                best.bestSha256(),
                best.modelPath());
    }
}
