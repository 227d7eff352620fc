package dev.syncprotocol.benchmarks;

import dev.syncprotocol.coordinator.CommandReport;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.coordinator.workspace.WorkspaceInit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A workspace whose ledger has grown by whole rounds, six records each, and waits for one more package.
 *
 * @param root the workspace
 * @param records how many records its ledger holds
 * @param millisPerRecord mean time of one append while it grew, fsync included
 */
record GrownLedger(Path root, int records, double millisPerRecord) {
    private static final String PLAN = """
            title: one of many rounds
            commands:
              - {id: 1, title: first, instruction: do it}
              - {id: 2, title: second, instruction: do it}
              - {id: 3, title: third, instruction: do it}
            """;

    /** The package that is due: ingesting it adds one record. */
    Path due() {
        return root.resolve("due.json");
    }

    static GrownLedger of(Path folder, int rounds) throws IOException {
        Workspace workspace =
                WorkspaceInit.run(folder, WorkspaceConfig.STANDARD).workspace();
        Coordinator coordinator = new Coordinator(workspace, CoordinatorPorts.NONE);
        Path root = workspace.root();
        Files.writeString(root.resolve("data/x.txt"), "x\n");
        long begun = System.nanoTime();
        for (int round = 1; round <= rounds; round++) {
            play(coordinator, round);
            if (round < rounds) {
                coordinator.ingest(external(round));
            }
        }
        double millis = (System.nanoTime() - begun) / 1e6;
        Files.write(root.resolve("due.json"), external(rounds));
        int records = coordinator.status().ledger().orElseThrow().records();
        return new GrownLedger(root, records, millis / records);
    }

    private static void play(Coordinator coordinator, int round) throws IOException {
        coordinator.openRound(RoundPlan.parse(PLAN.getBytes(StandardCharsets.UTF_8), "plan"), Optional.empty());
        for (int command = 1; command <= RoundPlan.COMMANDS; command++) {
            coordinator.reportCommand(CommandReport.done(command));
        }
        coordinator.ingest(bytes("{\"from\":\"cursor\",\"round\":" + round
                + ",\"need_from_gemini\":[{\"name\":\"x\",\"path\":\"data/x.txt\",\"desc\":\"d\"}],"
                + "\"artifacts_produced\":[],\"risks_blockers\":[\"none\"]}"));
    }

    private static byte[] external(int round) {
        return bytes("{\"from\":\"gemini\",\"round\":" + round
                + ",\"artifacts_produced\":[{\"name\":\"x\",\"path\":\"data/x.txt\"}],\"risks_blockers\":[\"none\"]}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
