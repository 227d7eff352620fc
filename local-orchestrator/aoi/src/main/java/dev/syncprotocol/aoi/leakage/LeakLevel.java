package dev.syncprotocol.aoi.leakage;

/** How two rows were found to be one (specification §11.7), strongest first. */
public enum LeakLevel {
    /** L1: the tested pictures of a light have equal bytes. */
    BYTES("the same picture"),
    /** L2: object and board are equal. */
    IDENTITY("the same object and board"),
    /** L3: decoded pictures are equal: a copy that was encoded again. */
    PIXELS("the same picture, encoded again"),
    /** L4: pictures are nearly equal. */
    NEAR_COPY("a near copy"),
    /** L5: paths, label, object and board are equal once paths and labels have one form. */
    KEY("the same paths, label and object");

    private final String words;

    LeakLevel(String words) {
        this.words = words;
    }

    /** What it means: {@code the same picture}. */
    public String inWords() {
        return words;
    }

    /** The word in reports: {@code L1} to {@code L5}. */
    public String word() {
        return "L" + (ordinal() + 1);
    }
}
