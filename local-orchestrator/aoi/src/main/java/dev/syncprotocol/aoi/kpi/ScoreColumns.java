package dev.syncprotocol.aoi.kpi;

/**
 * How an inference table is read.
 *
 * @param label the column of the true labels
 * @param score the column of the scores
 * @param passLabel the label of good samples
 * @param letterCase whether a label that equals the good one but for case or blanks is refused
 */
public record ScoreColumns(String label, String score, String passLabel, LetterCase letterCase) {
    /** What the loop's own tables have. */
    public static final ScoreColumns DEFAULTS = new ScoreColumns("label", "siamese_score", "PASS", LetterCase.EXACT);

    /** How the good label is recognised. */
    public enum LetterCase {
        /** Another letter case is refused: the trainer would take it for a defect. */
        EXACT,
        /** Another letter case counts as good, with a warning. */
        LENIENT
    }
}
