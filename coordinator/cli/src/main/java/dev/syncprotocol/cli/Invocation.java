package dev.syncprotocol.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of one call, handed in so that tests can replace them.
 *
 * @param folder the folder the program was called in
 * @param workspaceOption {@code --workspace}, or null when it was not given
 * @param json whether the answer goes out as one JSON document
 * @param style how words are set off on stdout
 * @param out stdout; a verb writes there itself only when its words must not wait for the answer
 * @param progress where progress goes; never stdout
 * @param input stdin
 * @param environment the environment variables
 * @param clock the time
 * @param answered counted down once the answer is written; an interrupted call waits for it
 */
record Invocation(
        Path folder,
        @Nullable Path workspaceOption,
        boolean json,
        Style style,
        PrintStream out,
        Progress progress,
        InputStream input,
        Map<String, String> environment,
        Clock clock,
        CountDownLatch answered) {

    /** A path as the caller typed it, seen from the folder of the call. */
    Path path(String typed) {
        return folder.resolve(typed).normalize();
    }

    /** The same call with its progress going elsewhere. */
    Invocation with(Progress other) {
        return new Invocation(folder, workspaceOption, json, style, out, other, input, environment, clock, answered);
    }

    /** An environment variable that is set and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
