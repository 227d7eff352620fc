package dev.syncprotocol.mcp;

import dev.syncprotocol.protocol.json.ShownText;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a verb says while it works: as progress where the client asked for it, as log messages otherwise.
 * Nothing is passed on after the answer, or once the call is cancelled.
 */
final class ProgressTeller {
    private static final String LOGGER = "sync";

    private final McpSyncServerExchange exchange;
    private final InFlight call;
    private final @Nullable Object token;
    private final AtomicLong lines = new AtomicLong();

    /**
     * A teller of one call.
     *
     * @param token the client's progress token, or null when it asked for none
     */
    ProgressTeller(McpSyncServerExchange exchange, InFlight call, @Nullable Object token) {
        this.exchange = exchange;
        this.call = call;
        this.token = token;
    }

    void tell(String line) {
        String words = ShownText.clean(line);
        if (words.isBlank() || !call.wantsProgress()) {
            return;
        }
        if (token == null) {
            exchange.loggingNotification(LoggingMessageNotification.builder(LoggingLevel.INFO, words)
                    .logger(LOGGER)
                    .build());
        } else {
            exchange.progressNotification(ProgressNotification.builder(token, lines.incrementAndGet())
                    .message(words)
                    .build());
        }
    }
}
