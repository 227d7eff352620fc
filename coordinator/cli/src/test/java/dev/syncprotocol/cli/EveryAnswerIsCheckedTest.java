package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A session asks every command for its answer as JSON, and a session validates what it gets: no answer goes unchecked. */
class EveryAnswerIsCheckedTest {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "scripts");
    /** These start engines: {@code LaunchTest}, {@code ModelsTest}, {@code QuickstartTest} and {@code AoiLoopTest} check them in the same way. */
    private static final Set<String> ELSEWHERE = Set.of(
            "launch",
            "stop",
            "quickstart",
            "train generate",
            "train export",
            "train run",
            "train resume",
            "aoi preflight",
            "aoi run",
            "aoi resume",
            "aoi status",
            "aoi replay");

    @Test
    void asksEveryCommandForJson() throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        CommandLine root = Commands.all(nowhere, nowhere);
        Set<String> unasked = verbsBelow(root, "");
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.toList()) {
                Files.readAllLines(script).stream()
                        .filter(line -> line.startsWith("$ sync ") && line.contains(" --json"))
                        .map(line -> verbOf(root, List.of(line.substring(7).split(" "))))
                        .forEach(unasked::remove);
            }
        }
        unasked.removeAll(ELSEWHERE);
        assertThat(unasked).as("commands whose --json answer no session checks").isEmpty();
    }

    private static Set<String> verbsBelow(CommandLine command, String path) {
        Set<String> verbs = new TreeSet<>();
        command.getSubcommands().forEach((name, sub) -> {
            String below = (path + " " + name).strip();
            if (sub.getCommandSpec().userObject() instanceof Verb) {
                verbs.add(below);
            }
            verbs.addAll(verbsBelow(sub, below));
        });
        return verbs;
    }

    private static String verbOf(CommandLine root, List<String> words) {
        CommandLine command = root;
        String path = "";
        for (String word : words) {
            if (!command.getSubcommands().containsKey(word)) {
                break;
            }
            command = command.getSubcommands().get(word);
            path = (path + " " + word).strip();
        }
        return path;
    }
}
