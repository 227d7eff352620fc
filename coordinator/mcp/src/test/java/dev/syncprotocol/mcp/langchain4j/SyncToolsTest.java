package dev.syncprotocol.mcp.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.syncprotocol.mcp.Door;
import dev.syncprotocol.mcp.DoorCall;
import dev.syncprotocol.mcp.Reply;
import dev.syncprotocol.mcp.SyncTool;
import dev.syncprotocol.mcp.Toolbox;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The same tools under the same names, for agents in Java. */
class SyncToolsTest {
    private static final SyncTools TOOLS = new SyncTools(new Toolbox(new Echo(), Path.of("/somewhere")));

    @Test
    void offersEveryToolUnderItsName() {
        assertThat(specifications().stream().map(ToolSpecification::name))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(SyncTool.values()).map(SyncTool::toolName).toList());
    }

    @Test
    void takesOnlyArgumentsTheToolHasAndAsksForAllThatItNeeds() {
        for (ToolSpecification offered : specifications()) {
            SyncTool tool = Stream.of(SyncTool.values())
                    .filter(known -> known.toolName().equals(offered.name()))
                    .findFirst()
                    .orElseThrow();
            List<String> known = StreamSupport.stream(
                            ((Iterable<String>) tool.inputSchema().get("properties")::fieldNames).spliterator(), false)
                    .toList();
            List<String> needed = StreamSupport.stream(
                            tool.inputSchema().path("required").spliterator(), false)
                    .map(name -> name.asText())
                    .toList();
            if (offered.parameters() != null) {
                assertThat(known)
                        .as(offered.name())
                        .containsAll(offered.parameters().properties().keySet());
                assertThat(offered.parameters().required()).as(offered.name()).containsAll(needed);
            } else {
                assertThat(needed).as(offered.name()).isEmpty();
            }
        }
    }

    @Test
    void typesWhatTheCommandLineWouldTake() {
        assertThat(TOOLS.roundNext(3)).isEqualTo("round next --expect=3|");
        assertThat(TOOLS.commandDone(2, null)).isEqualTo("command done 2|");
        assertThat(TOOLS.ingest("{}")).isEqualTo("ingest -|{}");
        assertThat(TOOLS.needs("gemini")).isEqualTo("needs --for=gemini|");
        assertThat(TOOLS.launch("c.yaml", null)).isEqualTo("launch --config=c.yaml --detach|");
        assertThat(TOOLS.roundNext(0)).startsWith("refused sync_round_next");
    }

    private static List<ToolSpecification> specifications() {
        return ToolSpecifications.toolSpecificationsFrom(TOOLS);
    }

    /** Answers with what was typed. */
    private static final class Echo implements Door {
        @Override
        public Reply call(DoorCall call) {
            return new Reply(
                    String.join(" ", call.words()) + "|" + new String(call.input(), StandardCharsets.UTF_8), true);
        }

        @Override
        public Reply refuse(SyncException refusal) {
            return new Reply("refused " + refusal.getMessage(), false);
        }
    }
}
