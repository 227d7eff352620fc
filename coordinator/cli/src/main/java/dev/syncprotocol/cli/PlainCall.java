package dev.syncprotocol.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * The everyday question {@code sync status [--json] [-w DIR]} understood without the option parser, whose classes and
 * model would be half of its start. Whatever looks odd in the least is left to {@link Commands}, which finds every fault; a
 * test holds both readings against each other.
 */
final class PlainCall {
    private static final String STATUS = "status";

    private final GlobalOptions options = new GlobalOptions();
    private boolean status;

    private PlainCall() {}

    /** The call, or empty when it takes more than this to understand it. */
    static Optional<Call> of(String... args) {
        PlainCall call = new PlainCall();
        for (Iterator<String> words = Arrays.asList(args).iterator(); words.hasNext(); ) {
            if (!call.takes(words.next(), words)) {
                return Optional.empty();
            }
        }
        return call.status ? Optional.of(new Call(new Status(), call.options)) : Optional.empty();
    }

    /** Whether this word is known and stands here for the first time. */
    private boolean takes(String word, Iterator<String> after) {
        return switch (word) {
            case STATUS -> !status && (status = true);
            case "--json" -> !options.json && (options.json = true);
            case "-w", "--workspace" -> options.workspace == null && after.hasNext() && takesWorkspace(after.next());
            default -> false;
        };
    }

    private boolean takesWorkspace(String folder) {
        boolean plain = !folder.isEmpty() && !folder.equals(STATUS) && "-@".indexOf(folder.charAt(0)) < 0;
        options.workspace = plain ? Path.of(folder) : null;
        return plain;
    }
}
