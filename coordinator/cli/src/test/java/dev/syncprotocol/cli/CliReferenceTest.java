package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/cli.md is what the commands say of themselves; this compares and never writes into the sources. */
class CliReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("sync.root"), "docs", "cli.md");
    private static final Path EXPECTED = Path.of("target", "cli.md");

    @Test
    void equalsTheHelpOfEveryCommand() throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        StringBuilder page =
                new StringBuilder("# The commands\n\nGenerated from the commands' own help; a test compares them.\n");
        describe(Commands.all(nowhere, nowhere), page);
        Files.writeString(EXPECTED, page);
        assertThat(Files.isRegularFile(PAGE) ? Files.readString(PAGE) : "(no docs/cli.md)")
                .as("docs/cli.md is out of date; the current text is coordinator/cli/target/cli.md")
                .isEqualTo(page.toString());
    }

    @Test
    void givesEveryCommandADescriptionAndAnExample() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        everyBelow(Commands.all(nowhere, nowhere));
    }

    private static void everyBelow(CommandLine command) {
        for (CommandLine sub : command.getSubcommands().values()) {
            String help = sub.getUsageMessage(Ansi.OFF);
            assertThat(help).as(sub.getCommandName()).contains("Example:").contains("Exit codes:");
            assertThat(help.lines()).as(sub.getCommandName()).allMatch(line -> line.length() <= 80);
            everyBelow(sub);
        }
    }

    private static void describe(CommandLine command, StringBuilder page) {
        page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
        String help = command.getUsageMessage(Ansi.OFF);
        int codes = help.indexOf("\nExit codes:");
        // The same table everywhere: once, with the root command.
        boolean root = command.getParent() == null;
        page.append((root || codes < 0 ? help : help.substring(0, codes) + footer(help)).stripTrailing());
        page.append("\n```\n");
        command.getSubcommands().values().forEach(sub -> describe(sub, page));
    }

    private static String footer(String help) {
        int example = help.lastIndexOf("\nExample:");
        return example < 0 ? "" : help.substring(example);
    }
}
