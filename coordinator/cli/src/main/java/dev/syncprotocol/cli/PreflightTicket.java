package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.rc1.Rc1Context;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.gates.rc1.Ticket;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sync preflight ticket}: the preflight pass, recomputed. Reads only. */
@Command(
        name = "ticket",
        description = "Recompute everything the ticket binds; exit 2 where it no longer holds.",
        footer = {"", "Example:", "  sync preflight ticket"})
final class PreflightTicket implements Verb {
    @Override
    public Answer answer(Invocation in) throws IOException {
        Rc1Context context = PreflightDoor.of(in).context();
        List<String> findings = new Ticket(context.workspace(), Rc1Paths.TICKET).findings(TicketGates.present(context));
        if (!findings.isEmpty()) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, String.join("; ", findings))
                    .withNext("sync preflight run");
        }
        ObjectNode data = SyncJson.object()
                .put("ticket", Rc1Paths.TICKET)
                .put("valid", true)
                .put("mode", context.mode().word());
        String words = in.style().good("valid") + "  " + Rc1Paths.TICKET + ", mode "
                + context.mode().word();
        return new Answer("sync.preflight-ticket/1", data, words, List.of());
    }
}
