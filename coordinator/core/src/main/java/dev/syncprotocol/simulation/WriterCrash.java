package dev.syncprotocol.simulation;

/** The end of a simulated process. An error, so that nothing on the way takes it for a failure to be answered. */
final class WriterCrash extends Error {
    private static final long serialVersionUID = 1L;

    WriterCrash(String after) {
        super("killed after " + after);
    }
}
