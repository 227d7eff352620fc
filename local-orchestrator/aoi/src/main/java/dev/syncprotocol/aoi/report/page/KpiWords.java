package dev.syncprotocol.aoi.report.page;

import dev.syncprotocol.aoi.kpi.KpiTarget;
import java.util.Locale;

/** How a distance to the target is put (specification §14.1): the gap is stated, nothing is stamped. */
public final class KpiWords {
    private KpiWords() {}

    /** {@code 12.3pp from target}. */
    public static String gap(KpiTarget target, double farPct) {
        return String.format(Locale.ROOT, "%.1fpp from target", farPct - target.farPct());
    }

    /** Whether a FAR alone would be within the target. */
    static String ofFar(KpiTarget target, double farPct) {
        boolean within =
                target.operator() == KpiTarget.Operator.BELOW ? farPct < target.farPct() : farPct <= target.farPct();
        return within ? "✓ within target" : gap(target, farPct);
    }
}
