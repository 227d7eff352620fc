package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/** A container ran and ended with something else than 0 (aoi.md §6.1, exit 7): which one, how, and the end of its log, without secrets. */
public final class ContainerFailed extends SyncException {
    private static final long serialVersionUID = 1L;
    private static final int KILLED = 137;

    private final String container;
    private final int exitCode;
    private final String log;
    private final List<String> tail;

    /**
     * A container's end.
     *
     * @param container its name
     * @param exitCode its own
     * @param log the file with its whole output
     * @param tail the last lines of it, masked
     */
    public ContainerFailed(String container, int exitCode, String log, List<String> tail) {
        super(
                ErrorCode.ENGINE_FAILED,
                "container " + container + " ended with " + exitCode + ":\n" + String.join("\n", tail),
                null,
                (exitCode == KILLED ? "killed, mostly for lack of memory: a smaller --batch-size; " : "")
                        + "its whole log: " + log,
                List.of(),
                List.of());
        this.container = container;
        this.exitCode = exitCode;
        this.log = log;
        this.tail = List.copyOf(tail);
    }

    /** Its name. */
    public String container() {
        return container;
    }

    /** Its own exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** The file with its whole output. */
    public String log() {
        return log;
    }

    /** The last lines of its output. */
    public List<String> tail() {
        return tail;
    }
}
