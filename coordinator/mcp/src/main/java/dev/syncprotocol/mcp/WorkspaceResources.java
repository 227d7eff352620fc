package dev.syncprotocol.mcp;

import dev.syncprotocol.protocol.error.SyncException;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a client may read beside the tools: the round plan, recorded packages, the effective config, reports. Each is a JSON
 * document; whatever a party wrote stands in it as {@code {"untrusted_from": …, "text": …}} (interfaces.md section 5).
 *
 * @param documents what is read
 */
record WorkspaceResources(ResourceDocuments documents) {
    private static final String JSON = "application/json";

    /** What reads one resource. */
    private interface Reading {
        String document() throws IOException;
    }

    List<SyncResourceSpecification> fixed() {
        return List.of(
                resource("sync://plan", "round_plan", "The open round's plan: its three commands."),
                resource("sync://packages", "packages", "Every recorded SYNC package: round, party, record, digest."),
                resource(
                        "sync://config", "effective_config", "The effective training config, as the trainer wrote it."),
                resource("sync://reports", "reports", "The files in reports/."));
    }

    List<SyncResourceTemplateSpecification> templates() {
        return List.of(
                template("sync://plan/{round}", "round_plan_of", "The plan of one round."),
                template(
                        "sync://packages/{round}/{party}", "package", "A recorded SYNC package, its text as received."),
                template("sync://reports/{name}", "report", "A file of reports/; of a large one its end."));
    }

    private SyncResourceSpecification resource(String uri, String name, String description) {
        Resource definition = Resource.builder(uri, name)
                .description(description)
                .mimeType(JSON)
                .build();
        return new SyncResourceSpecification(definition, (exchange, request) -> read(request));
    }

    private SyncResourceTemplateSpecification template(String uri, String name, String description) {
        ResourceTemplate definition = ResourceTemplate.builder(uri, name)
                .description(description)
                .mimeType(JSON)
                .build();
        return new SyncResourceTemplateSpecification(definition, (exchange, request) -> read(request));
    }

    private ReadResourceResult read(ReadResourceRequest request) {
        String uri = request.uri();
        String text = document(uri, () -> documents.of(parts(uri)));
        return ReadResourceResult.builder(List.of(
                        TextResourceContents.builder(uri, text).mimeType(JSON).build()))
                .build();
    }

    /** {@code sync://packages/3/gemini} is packages, 3, gemini. */
    private static List<String> parts(String uri) {
        URI read = URI.create(uri);
        return List.of((read.getAuthority() + read.getPath()).split("/"));
    }

    private static String document(String uri, Reading reading) {
        try {
            return reading.document();
        } catch (SyncException | IllegalArgumentException e) {
            throw McpError.builder(ErrorCodes.RESOURCE_NOT_FOUND)
                    .message("Resource not found: " + e.getMessage())
                    .data(Map.of("uri", uri))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
