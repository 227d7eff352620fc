package dev.syncprotocol.coordinator.launch;

/** What can be told of a launch whose end is not recorded. */
public enum Liveness {
    /** It was started in another clone or work tree; nothing can be told from here. */
    ELSEWHERE,
    /** No process is written down yet: it is being started, or whoever started it died in between. */
    STARTING,
    /** The process lives. */
    RUNNING,
    /** It said how it ended. */
    ENDED,
    /** The process is gone and said nothing. */
    LOST
}
