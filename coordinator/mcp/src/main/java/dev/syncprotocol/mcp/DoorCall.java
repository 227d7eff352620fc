package dev.syncprotocol.mcp;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * One call of a verb.
 *
 * @param folder the folder it is called in; its workspace is the one that is meant
 * @param words what would be typed after {@code sync}, without {@code --json}
 * @param input what would be on stdin
 * @param said hears every line of progress, on the calling thread
 */
public record DoorCall(Path folder, List<String> words, byte[] input, Consumer<String> said) {
    public DoorCall {
        words = List.copyOf(words);
    }
}
