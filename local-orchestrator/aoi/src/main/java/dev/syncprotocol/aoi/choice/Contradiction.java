package dev.syncprotocol.aoi.choice;

/**
 * Something the frozen benchmark says against the phase that is handed over.
 *
 * @param kind what
 * @param text one sentence with its figures
 */
public record Contradiction(Kind kind, String text) {
    /** What can be said against it. */
    public enum Kind {
        /** Defects escape that the target forbids. */
        ESCAPES("escapes"),
        /** Another phase that holds the recall flags fewer good samples there, by more than chance explains. */
        OTHER_PHASE("other_phase"),
        /** Good samples are flagged there more often than the KPI set leaves room for. */
        OPTIMISTIC("optimistic");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in JSON answers. */
        public String word() {
            return word;
        }
    }
}
