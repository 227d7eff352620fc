package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * One of several processes that write to one workspace as fast as they can: failed commands are reported, broken packages
 * are refused, and half-way the party's good package is handed over. Exits with 0 only when every write was answered as it
 * should be.
 */
final class WritingProcess {
    private WritingProcess() {}

    /** Workspace, party, number of writes. */
    public static void main(String[] arguments) throws IOException {
        CoordinatorPorts ports = new CoordinatorPorts(
                Clock.systemUTC(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(120),
                Duration.ofSeconds(1));
        Coordinator coordinator = new Coordinator(Workspace.around(Path.of(arguments[0])), ports);
        int writes = Integer.parseInt(arguments[2]);
        for (int i = 0; i < writes; i++) {
            write(coordinator, arguments[1], i, writes);
        }
    }

    private static void write(Coordinator coordinator, String party, int i, int writes) throws IOException {
        if (i == writes / 2) {
            coordinator.ingest(good(party).getBytes(StandardCharsets.UTF_8));
        } else if (i % 2 == 0) {
            coordinator.reportCommand(CommandReport.failed(1 + i % 3, why(party, i)));
        } else {
            refused(coordinator, broken(party, i));
        }
    }

    private static void refused(Coordinator coordinator, String text) throws IOException {
        try {
            coordinator.ingest(text.getBytes(StandardCharsets.UTF_8));
        } catch (SyncException refusal) {
            if (refusal.code() == ErrorCode.PACKAGE_INVALID) {
                return;
            }
            throw refusal;
        }
        throw new IllegalStateException("a broken package was accepted: " + text);
    }

    static String good(String party) {
        return """
                {"from":"%s","round":2,"artifacts_produced":[{"name":"part","path":"parts/%s.txt"}],\
                "risks_blockers":["none"],"notes":"n"}
                """.formatted(party, party);
    }

    static String broken(String party, int i) {
        return "{\"from\":\"" + party + "\",\"round\":2,\"notes\":\"" + i;
    }

    static String why(String party, int i) {
        return party + " could not, " + i;
    }
}
