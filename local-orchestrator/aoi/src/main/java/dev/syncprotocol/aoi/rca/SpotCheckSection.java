package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.table.Labels;
import java.util.List;

/** Section 5: the pictures a person looks at. */
final class SpotCheckSection {
    private SpotCheckSection() {}

    static void write(MarkdownPage page, RcaFindings findings) {
        page.section("## 5. Visual spot check");
        List<WeakPictures.Shown> shown = WeakPictures.shown(findings.weak().toList());
        long pass = shown.stream()
                .filter(one -> Labels.isPass(one.sample().label()))
                .count();
        page.line(
                "%d PASS and %d NG pictures in `%s/`%s. A person writes the verdict into `%s/review.csv`: mislabeled, edge case, data"
                        + " quality or systematic.",
                pass,
                shown.size() - pass,
                WeakPictures.FOLDER,
                shown.size() < 2 * WeakPictures.EACH ? " (there are no more)" : "",
                WeakPictures.FOLDER);
        page.table("Label | object_name | siamese_score | weakness | Test image | Verdict");
        shown.forEach(one -> row(page, one));
    }

    private static void row(MarkdownPage page, WeakPictures.Shown one) {
        page.line(
                "| %s | %s | %s | %.6f | ![](%s/%s) | |",
                MarkdownPage.cell(one.sample().label()),
                MarkdownPage.cell(one.sample().row().objectName()),
                StoredThreshold.decimal(one.sample().score()),
                one.sample().weakness(),
                WeakPictures.FOLDER,
                one.file());
    }
}
