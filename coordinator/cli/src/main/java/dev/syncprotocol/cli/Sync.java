package dev.syncprotocol.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The root of all commands, and the program's entry. */
@Command(
        name = "sync",
        versionProvider = Version.class,
        header = "Hand work over between agents in rounds, prove it, and train only then.",
        description = {
            "",
            "A round is three commands; then the local party hands over a SYNC package, the",
            "other side answers, every need is proved, and the training engine may start.",
            ""
        })
final class Sync {
    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version and exit")
    private boolean version;

    GlobalOptions options() {
        return options;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Surroundings surroundings = new Surroundings(
                Path.of("").toAbsolutePath(),
                System.in,
                System.getenv(),
                Clock.systemUTC(),
                System.console() != null,
                new CountDownLatch(1));
        PrintStream answers = System.out;
        // Stdout belongs to the one answer, or to a protocol: what a library prints in passing goes aside.
        System.setOut(System.err);
        int code = new FrontDoor(answers, System.err).call(surroundings, args);
        System.exit(code);
    }
}
