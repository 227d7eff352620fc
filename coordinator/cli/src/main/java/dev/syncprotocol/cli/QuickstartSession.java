package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of a quickstart, each shown as a person would type it, run through the one front door. */
final class QuickstartSession {
    private final Invocation in;
    private final Path workspace;
    private final ArrayNode steps = SyncJson.object().arrayNode();
    private int headings;

    QuickstartSession(Invocation in, Path workspace) {
        this.in = in;
        this.workspace = workspace;
    }

    Path workspace() {
        return workspace;
    }

    /** What was run, with exit codes, in order. */
    ArrayNode steps() {
        return steps;
    }

    void heading(String text) {
        headings++;
        say("\n" + in.style().bold(headings + "  " + text));
    }

    /** Words to the reader: on stdout, unless that belongs to a JSON document. */
    void say(String text) {
        if (!in.json()) {
            in.out().println(Style.shown(text));
            in.out().flush();
        }
    }

    /** Runs one command; any other exit code than the expected one ends the quickstart. */
    void expect(ExitCode expected, String... command) {
        say("\n" + in.style().dim("$ sync " + String.join(" ", command)));
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--workspace", workspace.toString(), "--color", in.style().colour() ? "always" : "never"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream shown = in.json() ? new PrintStream(said, true, StandardCharsets.UTF_8) : in.out();
        int exit = new FrontDoor(shown, in.progress().out())
                .call(Surroundings.of(in, workspace), arguments.toArray(String[]::new));
        steps.addObject().put("command", "sync " + String.join(" ", command)).put("exit", exit);
        if (exit != expected.number()) {
            throw new SyncException(
                            ErrorCode.COMMAND_FAILED,
                            "sync " + String.join(" ", command) + " ended with exit code " + exit + ", expected "
                                    + expected.number())
                    .withHint(in.json() ? said.toString(StandardCharsets.UTF_8).strip() : "its words are above")
                    .withNext("sync status -w " + workspace, "sync failpack -w " + workspace);
        }
    }
}
