package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.workspace.PartyKind;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a round's plan comes from: a named file, the workspace's own {@code rounds/}, or the shipped ones. */
final class Plans {
    private Plans() {}

    static RoundPlan read(Path file) throws IOException {
        return RoundPlan.parse(Typed.bytes(file), file.toString());
    }

    /** The workspace's own plan of this round, else the shipped one. */
    static RoundPlan forRound(Workspace workspace, RoundNumber round) throws IOException {
        String name = String.format("round-%02d.yaml", round.value());
        Path own = workspace.root().resolve("rounds").resolve(name);
        return Files.isRegularFile(own)
                ? RoundPlan.parse(Files.readAllBytes(own), "rounds/" + name)
                : addressed(shipped(name), workspace.config());
    }

    /** The shipped plans ask the seed's gemini; a workspace with one external party of another name means that one. */
    private static RoundPlan addressed(RoundPlan plan, WorkspaceConfig config) {
        List<Party> external = config.parties().entrySet().stream()
                .filter(entry -> entry.getValue() == PartyKind.EXTERNAL)
                .map(Map.Entry::getKey)
                .toList();
        if (external.size() != 1 || !plan.needs().keySet().equals(Set.of(Party.GEMINI))) {
            return plan;
        }
        return new RoundPlan(
                plan.title(),
                plan.commands(),
                Map.of(external.get(0), plan.needs().get(Party.GEMINI)));
    }

    private static RoundPlan shipped(String name) throws IOException {
        try (InputStream in = Plans.class.getResourceAsStream("/dev/syncprotocol/rounds/" + name)) {
            if (in == null) {
                throw new SyncException(
                                ErrorCode.PLAN_INVALID, "there is no plan rounds/" + name + " here and none is shipped")
                        .withHint("write one (three commands, see rounds/README.md) or name one with --plan FILE")
                        .withNext("sync round next --plan FILE");
            }
            return RoundPlan.parse(in.readAllBytes(), name);
        }
    }
}
