package dev.syncprotocol.aoi.kpi;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the loop is after, for example {@code FAR < 0.1% at recall=100%} (specification §6): percent against percent, the operator as it was written.
 *
 * @param text as the user wrote it
 * @param operator strict or not
 * @param farPct the bound of the false alarm rate, percent, 0 to 100
 * @param recallPct the recall it must hold at, percent, above 0 to 100
 */
public record KpiTarget(String text, Operator operator, double farPct, double recallPct) {
    private static final Pattern FORM = Pattern.compile(
            "\\s*far\\s*(<=|<)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*%\\s*(?:at|@)\\s*recall\\s*=\\s*([0-9]+(?:\\.[0-9]+)?)\\s*%\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final double HUNDRED = 100;
    private static final double SLACK = 1e-10;

    /** How the false alarm rate is compared with its bound. */
    public enum Operator {
        /** {@code <}: equality does not meet the target. */
        BELOW("<"),
        /** {@code <=}. */
        AT_MOST("<=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** As it is written. */
        public String sign() {
            return sign;
        }
    }

    public KpiTarget {
        if (farPct > HUNDRED || recallPct <= 0 || recallPct > HUNDRED) {
            throw refused(text);
        }
    }

    /**
     * Reads a target: {@code FAR < X% at recall=R%}, any letter case, {@code @} for {@code at}, blanks free.
     *
     * @throws SyncException {@code usage} for anything else
     */
    public static KpiTarget parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw refused(text);
        }
        Operator operator = parts.group(1).equals("<") ? Operator.BELOW : Operator.AT_MOST;
        return new KpiTarget(text, operator, Double.parseDouble(parts.group(2)), Double.parseDouble(parts.group(3)));
    }

    /** The recall as a fraction, 0 to 1. */
    public double minRecall() {
        return recallPct / HUNDRED;
    }

    /** Whether counts meet the target. */
    public boolean isMetBy(OperatingPoint point) {
        boolean low = operator == Operator.BELOW ? point.farPct() < farPct : point.farPct() <= farPct;
        return low && holdsRecall(point);
    }

    /** Whether counts hold the recall that is asked for; false when there is nothing to recall. */
    public boolean holdsRecall(OperatingPoint point) {
        return point.recallPct() >= recallPct - SLACK;
    }

    /** Whether an evaluation meets the target in 64-bit and in 32-bit comparison. */
    public boolean isMetBy(KpiAnalysis analysis) {
        return isMetBy(analysis.counts()) && isMetBy(analysis.float32Counts());
    }

    private static SyncException refused(String text) {
        return new SyncException(ErrorCode.USAGE, "not a target: " + text.strip())
                .withHint("write it as: FAR < 0.1% at recall=100%");
    }
}
