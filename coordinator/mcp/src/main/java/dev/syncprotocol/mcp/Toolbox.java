package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The tools without a protocol around them, for whoever offers them to an agent. Safe for use by several threads.
 *
 * @param door what carries the verbs out
 * @param folder where calls are made that name no workspace
 */
public record Toolbox(Door door, Path folder) {
    /**
     * Calls a tool.
     *
     * @param arguments by the tool's input schema; what breaks a rule of it is told in the answer
     * @param said hears progress
     */
    public Reply call(SyncTool tool, ObjectNode arguments, Consumer<String> said) {
        try {
            return door.call(ToolCall.of(tool, arguments).made(folder, said));
        } catch (SyncException refusal) {
            return door.refuse(refusal);
        }
    }
}
