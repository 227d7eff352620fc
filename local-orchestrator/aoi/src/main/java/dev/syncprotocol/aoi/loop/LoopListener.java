package dev.syncprotocol.aoi.loop;

/** Told one line at each milestone (specification §10.5). */
@FunctionalInterface
public interface LoopListener {
    /** A line, already fit for people. */
    void said(String line);
}
