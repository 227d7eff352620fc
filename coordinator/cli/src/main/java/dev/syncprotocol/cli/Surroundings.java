package dev.syncprotocol.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Where a call happens, before its options are known. The only place besides {@link Sync#main} that knows what a
 * terminal is.
 *
 * @param folder the current folder
 * @param input stdin
 * @param environment the environment variables
 * @param clock the time
 * @param terminal whether both streams are a terminal
 * @param answered counted down once the answer is written
 */
record Surroundings(
        Path folder,
        InputStream input,
        Map<String, String> environment,
        Clock clock,
        boolean terminal,
        CountDownLatch answered) {

    /** The surroundings of a command inside another one's call, seen from this folder. */
    static Surroundings of(Invocation in, Path folder) {
        return new Surroundings(
                folder, in.input(), in.environment(), in.clock(), in.progress().live(), new CountDownLatch(1));
    }

    Invocation invocation(GlobalOptions options, PrintStream out, PrintStream err) {
        Style style = new Style(colour(options.colour));
        Path workspace = options.workspace == null
                ? null
                : folder.resolve(options.workspace).normalize();
        return new Invocation(
                folder,
                workspace,
                options.json,
                style,
                out,
                new Progress(err, terminal && !options.json, style),
                input,
                environment,
                clock,
                answered);
    }

    /** Failures may come before the options are read, so only the surroundings decide. */
    Style errorStyle() {
        return new Style(colour(GlobalOptions.Colour.AUTO));
    }

    private boolean colour(GlobalOptions.Colour asked) {
        return switch (asked) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        };
    }
}
