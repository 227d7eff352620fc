package dev.syncprotocol.mcp;

/**
 * What a client may know of a tool before it calls it; all four are always told, because what is left out counts as
 * destructive and open (interfaces.md section 6).
 *
 * @param readOnly no byte of the workspace changes, its git repository included
 * @param destructive something recorded or written may be lost
 * @param idempotent the same call again changes nothing more and answers the same
 * @param openWorld it starts processes
 */
public record Hints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    /** Only looks. */
    static final Hints LOOKS = new Hints(true, false, true, false);
    /** Records something, once. */
    static final Hints RECORDS_ONCE = new Hints(false, false, true, false);
    /** Starts or stops a process, once. */
    static final Hints RUNS_ONCE = new Hints(false, false, true, true);
    /** Starts processes, and answers what they did this time. */
    static final Hints RUNS = new Hints(false, false, false, true);
}
