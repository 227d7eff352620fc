package dev.syncprotocol.aoi.leakage;

/** How two rows were found to be one (specification §11.7), strongest first. */
public enum LeakLevel {
    /** L1: the tested pictures of a light have equal bytes. */
    BYTES,
    /** L2: object and board are equal. */
    IDENTITY,
    /** L3: decoded pictures are equal: a copy that was encoded again. */
    PIXELS,
    /** L4: pictures are nearly equal. */
    NEAR_COPY,
    /** L5: paths, label, object and board are equal once paths and labels have one form. */
    KEY;

    /** The word in reports: {@code L1} to {@code L5}. */
    public String word() {
        return "L" + (ordinal() + 1);
    }
}
