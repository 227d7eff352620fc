package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tools, in the order they are listed: each is one verb of the command line. As few as serve, because a client sends
 * every definition with every request. A verb that is to become a tool gets a constant here and nothing else.
 */
public enum SyncTool {
    STATUS(
            "status",
            "Sync status",
            "Where the round stands: state, whose turn, commands, needs, gate, launch, and what to do next. Ask this first.",
            SchemaId.SYNC_STATUS_V1,
            Hints.LOOKS),
    EXPLAIN(
            "explain",
            "Explain the gate",
            "Why training may, or may not, start: the proof of every need.",
            SchemaId.SYNC_EXPLAIN_V1,
            Hints.LOOKS,
            ToolArgument.option("config", "The training config that asks, for example configs/train_local.yaml.")),
    NEEDS(
            "needs",
            "List needs",
            "What one party needs of the other: name, path, acceptance rules, state.",
            SchemaId.SYNC_NEEDS_V1,
            Hints.LOOKS,
            ToolArgument.option("for", "Only what is asked of this party, for example gemini."),
            ToolArgument.oneOf("as", List.of("message"), "Add the text to forward to that party."),
            ToolArgument.oneOf("lang", List.of("en", "zh"), "Language of the message.")),
    VALIDATE(
            "validate",
            "Check a package",
            "Check a SYNC package by schema and rules. Give package, text or file. Records nothing.",
            SchemaId.SYNC_VALIDATION_V1,
            Hints.LOOKS,
            ToolArgument.handedIn()),
    PACKAGE_DRAFT(
            "package draft",
            "Draft the package",
            "The local party's SYNC package as far as it can be told from what is there. Edit it, then sync_ingest.",
            SchemaId.SYNC_PACKAGE_DRAFT_V1,
            Hints.LOOKS),
    PREFLIGHT_TICKET(
            "preflight ticket",
            "Check the preflight",
            "Whether the preflight was passed for these very inputs: the ticket, recomputed; else what no longer holds.",
            SchemaId.SYNC_PREFLIGHT_TICKET_V1,
            Hints.LOOKS),
    RUNS_BEST(
            "runs best",
            "Best run",
            "The verified best run of a task, or the best registered run by a metric.",
            SchemaId.SYNC_RUNS_BEST_V1,
            Hints.LOOKS,
            ToolArgument.option("task", "The task; default: the only one."),
            ToolArgument.option("primary", "Instead: a metric, over all tasks."),
            ToolArgument.oneOf("mode", List.of("max", "min"), "With primary: which way is better."),
            ToolArgument.flag("history", List.of("--history"), List.of(), "Add every change of the showcase.")),
    ROUND_NEXT(
            "round next",
            "Open the round",
            "Open the round of this number and get its three commands. Open already: the same answer.",
            SchemaId.SYNC_ROUND_V1,
            Hints.RECORDS_ONCE,
            ToolArgument.requiredNumber(
                    "expect",
                    1_000_000,
                    Spelling.option("--expect"),
                    "The round's number: the newest one, or one more."),
            ToolArgument.option("plan", "A plan file; default: rounds/round-NN.yaml, else the shipped one.")),
    ROUND_RUN(
            "round run",
            "Run the commands",
            "Carry out the open round's commands that have a run line, in order, and report each. May take minutes.",
            SchemaId.SYNC_ROUND_RUN_V1,
            Hints.RUNS),
    COMMAND_DONE(
            "command done",
            "Report a command done",
            "Report a command of the open round as carried out. Done is final.",
            SchemaId.SYNC_COMMAND_V1,
            Hints.RECORDS_ONCE,
            command(),
            ToolArgument.option("note", "What is worth saying."),
            ToolArgument.option("log", "A log file of the workspace that shows it.")),
    COMMAND_FAIL(
            "command fail",
            "Report a command failed",
            "Report a command of the open round as failed, with the reason.",
            SchemaId.SYNC_COMMAND_V1,
            Hints.RECORDS_ONCE,
            command(),
            ToolArgument.requiredText("why", "The reason.")),
    INGEST(
            "ingest",
            "Record a package",
            "Verify a SYNC package of either party and record it. Give package, text or file. The same content again changes nothing.",
            SchemaId.SYNC_INGEST_V1,
            Hints.RECORDS_ONCE,
            with(
                    ToolArgument.handedIn(),
                    ToolArgument.flag(
                            "supersede",
                            List.of("--supersede"),
                            List.of(),
                            "Record other content of the same party and round as its next revision; needs why."),
                    ToolArgument.option("why", "The reason to supersede; recorded."))),
    LAUNCH(
            "launch",
            "Start training",
            "Start the training engine when the gate is open. Returns once it runs; the same inputs again answer with that launch.",
            SchemaId.SYNC_LAUNCH_V1,
            Hints.RUNS_ONCE,
            ToolArgument.option("config", "The training config; default: launch.config of the workspace."),
            ToolArgument.option("resume", "The checkpoint to go on from."),
            ToolArgument.flag(
                    "wait",
                    List.of("--wait"),
                    List.of("--detach"),
                    "Stay until the engine ends, with progress. Cancelling ends the waiting, not the training.")),
    STOP(
            "stop",
            "Stop training",
            "Ask the running engine to save a checkpoint and stop.",
            SchemaId.SYNC_STOP_V1,
            Hints.RUNS_ONCE);

    private final List<String> verb;
    private final String title;
    private final String description;
    private final SchemaId answer;
    private final Hints hints;
    private final List<ToolArgument> arguments;

    SyncTool(String verb, String title, String description, SchemaId answer, Hints hints, ToolArgument... arguments) {
        this(verb, title, description, answer, hints, List.of(arguments));
    }

    SyncTool(
            String verb, String title, String description, SchemaId answer, Hints hints, List<ToolArgument> arguments) {
        this.verb = List.of(verb.split(" "));
        this.title = title;
        this.description = description;
        this.answer = answer;
        this.hints = hints;
        this.arguments = with(arguments, ToolArgument.workspace());
    }

    private static ToolArgument command() {
        return ToolArgument.requiredNumber("command", 3, Spelling.number(), "1, 2 or 3.");
    }

    private static List<ToolArgument> with(List<ToolArgument> some, ToolArgument... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /** Its name: {@code sync_round_next}. */
    public String toolName() {
        return "sync_" + String.join("_", verb);
    }

    /** The command it is: {@code round}, {@code next}. */
    public List<String> verb() {
        return verb;
    }

    /** A few words for a list. */
    public String title() {
        return title;
    }

    /** What it does, our words only. */
    public String description() {
        return description;
    }

    /** The schema of its answer. */
    public SchemaId answer() {
        return answer;
    }

    /** What a client may know before it calls. */
    public Hints hints() {
        return hints;
    }

    List<ToolArgument> arguments() {
        return arguments;
    }

    /** Whether a call may stay for minutes, so that ending the waiting early makes sense. */
    boolean waits() {
        return hints.openWorld();
    }

    /** Its arguments as JSON Schema. */
    public ObjectNode inputSchema() {
        ObjectNode schema = SyncJson.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        arguments.forEach(argument -> properties.set(argument.name(), argument.schema()));
        List<ToolArgument> required =
                arguments.stream().filter(ToolArgument::required).toList();
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(argument -> names.add(argument.name()));
        }
        return schema.put("additionalProperties", false);
    }

    /**
     * Its answer as JSON Schema: the shipped schema's {@code data} and, since some clients check refusals against it too,
     * the {@code error} of a refusal; one of them is there.
     */
    public ObjectNode outputSchema() {
        ObjectNode schema = SyncJson.object().put("type", "object");
        schema.putArray("required").add("schema").add("ok");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("schema").put("type", "string");
        properties.putObject("ok").put("type", "boolean");
        properties.set("data", part(answer, "data"));
        properties.set("error", refusal());
        return schema;
    }

    /** What every refusal holds; the rest depends on its kind and stands in the shipped schema. */
    private static ObjectNode refusal() {
        ObjectNode all = (ObjectNode) part(SchemaId.SYNC_ERROR_V1, "error");
        ((ObjectNode) all.get("properties")).retain("code", "exit", "retryable", "message", "hint", "next");
        return all.put("description", "Only of a refusal: the error object of the command line, schema sync.error/1.");
    }

    private static JsonNode part(SchemaId id, String field) {
        return SchemaValidator.schema(id).at("/properties/" + field);
    }
}
