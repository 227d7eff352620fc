package dev.syncprotocol.training.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.GitHead;
import dev.syncprotocol.gates.rc1.Ticket;
import dev.syncprotocol.gates.rc1.ToolVersion;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The preflight ticket recomputed by the trainer itself, at start and at resume (preflight.md sections 1 and 8.3).
 *
 * @param workspace whose training
 * @param ticket the ticket its config demands
 * @param config the training config
 * @param surroundings mode and time
 */
record TicketRecheck(Path workspace, RepoPath ticket, RepoPath config, TrainingProcess.Surroundings surroundings) {
    /** Every reason not to train; empty when the ticket holds. */
    List<String> findings() {
        try {
            Ticket.Present present = new Ticket.Present(
                    RunMode.of(Optional.ofNullable(surroundings.environment().get("RUN_MODE"))),
                    ToolVersion.of(TicketRecheck.class),
                    GitHead.around(workspace),
                    surroundings.clock().instant());
            return new Ticket(workspace, ticket.value()).findingsFor(config.value(), present);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest the ticket states of itself; null where there is none to read. */
    @Nullable
    String sha256() {
        try {
            Path file = ticket.below(workspace);
            JsonNode stated = Files.isRegularFile(file)
                    ? SyncJson.read(Files.readString(file)).path("ticket_sha256")
                    : SyncJson.object().path("ticket_sha256");
            return stated.textValue();
        } catch (IOException | UncheckedIOException unreadable) {
            // Said by the findings; here it only has no digest.
            return null;
        }
    }
}
