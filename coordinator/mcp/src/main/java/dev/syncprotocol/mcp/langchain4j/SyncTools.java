package dev.syncprotocol.mcp.langchain4j;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.syncprotocol.mcp.SyncTool;
import dev.syncprotocol.mcp.Toolbox;
import dev.syncprotocol.protocol.json.SyncJson;
import org.jspecify.annotations.Nullable;

/**
 * The verbs as langchain4j tools: {@code AiServices.builder(…).tools(new SyncTools(toolbox))}. Each answers with the JSON
 * document the command line prints, on refusal too. Optional arguments may be null.
 *
 * @param toolbox what is called
 */
public record SyncTools(Toolbox toolbox) {
    private static final String PACKAGE = "The SYNC package as JSON, or Markdown with one JSON code block.";

    /** {@code sync status}. */
    @Tool(name = "sync_status", value = "Where the round stands and what to do next. Ask this first.")
    public String status() {
        return call(SyncTool.STATUS, SyncJson.object());
    }

    /** {@code sync explain}. */
    @Tool(name = "sync_explain", value = "Why training may, or may not, start: the proof of every need.")
    public String explain(
            @Nullable @P(name = "config", value = "The training config that asks.", required = false) String config) {
        return call(SyncTool.EXPLAIN, with("config", config));
    }

    /** {@code sync needs}. */
    @Tool(name = "sync_needs", value = "What one party needs of the other: name, path, acceptance rules, state.")
    public String needs(
            @Nullable @P(name = "for", value = "Only what is asked of this party.", required = false) String party) {
        return call(SyncTool.NEEDS, with("for", party));
    }

    /** {@code sync validate}. */
    @Tool(name = "sync_validate", value = "Check a SYNC package by schema and rules. Records nothing.")
    public String validate(@P(name = "text", value = PACKAGE) String text) {
        return call(SyncTool.VALIDATE, with("text", text));
    }

    /** {@code sync package draft}. */
    @Tool(name = "sync_package_draft", value = "The local party's package as far as it can be told from what is there.")
    public String packageDraft() {
        return call(SyncTool.PACKAGE_DRAFT, SyncJson.object());
    }

    /** {@code sync preflight ticket}. */
    @Tool(name = "sync_preflight_ticket", value = "Whether the preflight was passed for these very inputs.")
    public String preflightTicket() {
        return call(SyncTool.PREFLIGHT_TICKET, SyncJson.object());
    }

    /** {@code sync runs best}. */
    @Tool(name = "sync_runs_best", value = "The verified best run of a task.")
    public String runsBest(
            @Nullable @P(name = "task", value = "The task; default: the only one.", required = false) String task) {
        return call(SyncTool.RUNS_BEST, with("task", task));
    }

    /** {@code sync round next}. */
    @Tool(name = "sync_round_next", value = "Open the round of this number and get its three commands.")
    public String roundNext(@P(name = "expect", value = "The round's number: the newest, or one more.") int expect) {
        return call(SyncTool.ROUND_NEXT, SyncJson.object().put("expect", expect));
    }

    /** {@code sync round run}. */
    @Tool(name = "sync_round_run", value = "Carry out the round's commands that have a run line. May take minutes.")
    public String roundRun() {
        return call(SyncTool.ROUND_RUN, SyncJson.object());
    }

    /** {@code sync command done}. */
    @Tool(name = "sync_command_done", value = "Report a command of the open round as carried out. Done is final.")
    public String commandDone(
            @P(name = "command", value = "1, 2 or 3.") int command,
            @Nullable @P(name = "note", value = "What is worth saying.", required = false) String note) {
        return call(SyncTool.COMMAND_DONE, with("note", note).put("command", command));
    }

    /** {@code sync command fail}. */
    @Tool(name = "sync_command_fail", value = "Report a command of the open round as failed.")
    public String commandFail(
            @P(name = "command", value = "1, 2 or 3.") int command,
            @P(name = "why", value = "The reason.") String why) {
        return call(SyncTool.COMMAND_FAIL, with("why", why).put("command", command));
    }

    /** {@code sync ingest}. */
    @Tool(name = "sync_ingest", value = "Verify a SYNC package and record it. The same content again changes nothing.")
    public String ingest(@P(name = "text", value = PACKAGE) String text) {
        return call(SyncTool.INGEST, with("text", text));
    }

    /** {@code sync launch --detach}. */
    @Tool(name = "sync_launch", value = "Start the training engine when the gate is open; returns once it runs.")
    public String launch(
            @Nullable @P(name = "config", value = "The training config.", required = false) String config,
            @Nullable @P(name = "resume", value = "The checkpoint to go on from.", required = false) String resume) {
        ObjectNode arguments = with("config", config);
        return call(SyncTool.LAUNCH, resume == null ? arguments : arguments.put("resume", resume));
    }

    /** {@code sync stop}. */
    @Tool(name = "sync_stop", value = "Ask the running engine to save a checkpoint and stop.")
    public String stop() {
        return call(SyncTool.STOP, SyncJson.object());
    }

    private static ObjectNode with(String name, @Nullable String value) {
        ObjectNode arguments = SyncJson.object();
        return value == null ? arguments : arguments.put(name, value);
    }

    private String call(SyncTool tool, ObjectNode arguments) {
        return toolbox.call(tool, arguments, line -> {}).document();
    }
}
