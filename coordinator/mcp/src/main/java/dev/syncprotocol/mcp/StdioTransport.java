package dev.syncprotocol.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * MCP over two streams, one message a line, in place of the SDK's own stdio transport, which ends at the first malformed
 * line, drops the answers of calls in flight at the end of input, and leaves requests before {@code initialize} without
 * an answer (interfaces.md section 7.3; docs/decisions/0027).
 *
 * <p>Every line gets its answer or falls under the rule for notifications: {@code -32700} for what is no JSON,
 * {@code -32600} for what is no message, is too long, or comes before {@code initialize}. Each request is answered once.
 */
final class StdioTransport implements McpServerTransportProvider {
    /** Key of the request in the SDK's context. */
    static final String CALL = "call";

    /** Bytes of the longest line: a package of 1 MiB, escaped as text, fits. */
    static final int LONGEST_LINE = 4 << 20;

    private static final String INITIALIZED = McpSchema.METHOD_NOTIFICATION_INITIALIZED;

    /** How far the greeting has come. */
    private enum Greeting {
        NONE,
        ANSWERED,
        COMPLETE
    }

    private final McpJsonMapper json;
    private final LineReader in;
    private final Wire wire;
    private final CallsInFlight calls = new CallsInFlight();
    private @Nullable McpServerSession session;
    private Greeting greeting = Greeting.NONE;

    StdioTransport(McpJsonMapper json, InputStream in, OutputStream out) {
        this.json = json;
        this.in = new LineReader(in, LONGEST_LINE);
        this.wire = new Wire(out);
    }

    /**
     * Reads and answers until the input ends and every request has its answer.
     *
     * @param drain longest wait for calls in flight at the end of input
     */
    void serve(Duration drain) throws IOException {
        for (Optional<LineReader.Line> line = in.next(); line.isPresent(); line = in.next()) {
            if (!line.get().blank()) {
                take(line.get());
            }
        }
        calls.finish(drain);
    }

    private void take(LineReader.Line line) {
        if (line.tooLong()) {
            wire.refuse("null", RpcLine.TOO_LONG);
            return;
        }
        RpcLine message = RpcLine.of(line.bytes());
        switch (message.kind()) {
            case REQUEST -> request(message);
            case NOTIFICATION -> notification(message);
            case REFUSED -> wire.refuse(message.id(), Objects.requireNonNull(message.fault()));
            case RESPONSE -> {
                // This server asks nothing, so nothing waits for it.
            }
        }
    }

    private void request(RpcLine message) {
        if (message.method().equals(McpSchema.METHOD_INITIALIZE)) {
            greet(message);
        } else if (message.method().equals(McpSchema.METHOD_PING)) {
            wire.done(message.id());
        } else if (greeting != Greeting.COMPLETE) {
            wire.refuse(message.id(), invalid("send initialize, then " + INITIALIZED + ", before " + message.method()));
        } else {
            begin(message).ifPresent(call -> calls.work(() -> answer(call, message)));
        }
    }

    /** On the reading thread: what follows in the stream is judged by its outcome. */
    private void greet(RpcLine message) {
        if (greeting != Greeting.NONE) {
            wire.refuse(message.id(), invalid("initialized already"));
            return;
        }
        greeting = Greeting.ANSWERED;
        begin(message).ifPresent(call -> answer(call, message));
    }

    private static RpcLine.Fault invalid(String words) {
        return new RpcLine.Fault(ErrorCodes.INVALID_REQUEST, "Invalid Request: " + words);
    }

    private Optional<InFlight> begin(RpcLine message) {
        Optional<InFlight> call = calls.begin(message.id());
        if (call.isEmpty()) {
            wire.refuse(message.id(), invalid("a request with this id is not answered yet"));
        }
        return call;
    }

    private void answer(InFlight call, RpcLine message) {
        try {
            handled(message.text(), Map.of(CALL, call));
        } finally {
            if (call.takesAnswer()) {
                wire.refuse(call.id(), new RpcLine.Fault(ErrorCodes.INTERNAL_ERROR, "Internal error: no answer"));
            }
            calls.end(call);
        }
    }

    private void notification(RpcLine message) {
        switch (message.method()) {
            case "notifications/cancelled" ->
                calls.find(message.message().at("/params/requestId").toString()).ifPresent(InFlight::cancel);
            case INITIALIZED -> {
                if (greeting == Greeting.ANSWERED) {
                    greeting = Greeting.COMPLETE;
                    handled(message.text(), Map.of());
                }
            }
            default -> {
                // A notification nobody here knows is ignored, as the protocol asks.
            }
        }
    }

    private void handled(String text, Map<String, Object> context) {
        try {
            JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(json, text);
            Objects.requireNonNull(session)
                    .handle(message)
                    .contextWrite(each -> each.put(McpTransportContext.KEY, McpTransportContext.create(context)))
                    .block();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        session = factory.create(new Connection());
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Objects.requireNonNull(session).sendNotification(method, params);
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    /** What the SDK's session sees of the streams. */
    private final class Connection implements McpServerTransport {
        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.fromRunnable(() -> send(message));
        }

        private void send(JSONRPCMessage message) {
            boolean wanted = !(message instanceof JSONRPCResponse response) || takesAnswer(response);
            if (wanted) {
                wire.send(text(message));
            }
        }

        /** Each request is answered once, and a cancelled one not at all. */
        private boolean takesAnswer(JSONRPCResponse response) {
            Object id = response.id();
            String key = id instanceof String ? text(id) : String.valueOf(id);
            return calls.find(key).map(InFlight::takesAnswer).orElse(false);
        }

        private String text(Object value) {
            try {
                return json.writeValueAsString(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return json.convertValue(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }
}
