package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verbs as tools of the Model Context Protocol, revision 2025-11-25, over two streams. Holds no state between calls:
 * workspace and expected round are arguments.
 *
 * @param door what carries the verbs out
 * @param settings of this server
 */
public record SyncMcpServer(Door door, ServerSettings settings) {
    /**
     * Serves one client until its stream ends and every request is answered.
     *
     * @param in what the client says
     * @param out what it hears: nothing but the protocol is written there
     */
    public void serve(InputStream in, OutputStream out) throws IOException {
        McpJsonMapper json = McpJsonDefaults.getMapper();
        StdioTransport transport = new StdioTransport(json, in, out);
        PartyPrompts prompts = new PartyPrompts(door, settings.folder());
        WorkspaceResources resources = new WorkspaceResources(new ResourceDocuments(door, settings.folder()));
        McpServer.sync(transport)
                .jsonMapper(json)
                .serverInfo("sync", settings.version())
                .instructions(prompts.workflow())
                .capabilities(ServerCapabilities.builder()
                        .tools(false)
                        .resources(false, false)
                        .prompts(false)
                        .logging()
                        .build())
                // Ours answer with pointers, and with the same error object as every other refusal.
                .validateToolInputs(false)
                // Every call has a thread of the transport already.
                .immediateExecution(true)
                .tools(tools(json))
                .resources(resources.fixed())
                .resourceTemplates(resources.templates())
                .prompts(prompts.all())
                .build();
        transport.serve(settings.drain());
    }

    private List<SyncToolSpecification> tools(McpJsonMapper json) {
        return Stream.of(SyncTool.values())
                .map(tool -> SyncToolSpecification.builder()
                        .tool(definition(tool, json))
                        .callHandler((exchange, request) -> call(tool, exchange, request, json))
                        .build())
                .toList();
    }

    private static Tool definition(SyncTool tool, McpJsonMapper json) {
        Hints hints = tool.hints();
        return Tool.builder(tool.toolName(), map(SyncJson.compact(tool.inputSchema()), json))
                .title(tool.title())
                .description(tool.description())
                .outputSchema(map(SyncJson.compact(tool.outputSchema()), json))
                .annotations(ToolAnnotations.builder()
                        .title(tool.title())
                        .readOnlyHint(hints.readOnly())
                        .destructiveHint(hints.destructive())
                        .idempotentHint(hints.idempotent())
                        .openWorldHint(hints.openWorld())
                        .build())
                .build();
    }

    private CallToolResult call(
            SyncTool tool, McpSyncServerExchange exchange, CallToolRequest request, McpJsonMapper json) {
        InFlight call =
                (InFlight) Objects.requireNonNull(exchange.transportContext().get(StdioTransport.CALL));
        ProgressTeller progress = new ProgressTeller(exchange, call, request.progressToken());
        Reply reply = reply(tool, tree(request.arguments(), json), call, progress);
        return CallToolResult.builder()
                .structuredContent(map(reply.document(), json))
                .addTextContent(reply.document())
                .isError(!reply.ok())
                .build();
    }

    private Reply reply(SyncTool tool, ObjectNode arguments, InFlight call, ProgressTeller progress) {
        Toolbox toolbox = new Toolbox(door, settings.folder());
        return tool.waits()
                ? call.interruptibly(() -> toolbox.call(tool, arguments, progress::tell))
                : toolbox.call(tool, arguments, progress::tell);
    }

    /** An object as the SDK wants it, its keys in their order. */
    private static Map<String, Object> map(String object, McpJsonMapper json) {
        try {
            return json.readValue(object, new TypeRef<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Arguments as a tree; none given is none at all. */
    private static ObjectNode tree(@Nullable Object arguments, McpJsonMapper json) {
        try {
            JsonNode tree = arguments == null ? SyncJson.object() : SyncJson.read(json.writeValueAsString(arguments));
            return (ObjectNode) tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
