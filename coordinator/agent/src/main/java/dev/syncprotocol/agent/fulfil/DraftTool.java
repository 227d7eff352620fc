package dev.syncprotocol.agent.fulfil;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a model may call while it drafts. Names and descriptions are our words only. */
enum DraftTool {
    /** Names what may be read. */
    LIST_FILES("List the files you may read: your drafts and the artifacts that were handed over.", object()),
    /** Reads text. */
    READ_FILE(
            "Read a text file you may read. Long files come in parts; 'from' is the character to begin with.",
            object().addStringProperty("path", "as list_files names it")
                    .addIntegerProperty("from", "character to begin with, 0 for the beginning")
                    .required("path")),
    /** Writes a draft. */
    WRITE_FILE("Write a whole text file at or below the path of the need, in place of an older draft of it.", file()),
    /** Adds to a draft. */
    APPEND_FILE("Add text to the end of a draft. For files too long for one call.", file()),
    /** Removes a draft. */
    DELETE_FILE(
            "Delete a draft.",
            object().addStringProperty("path", "the draft's path").required("path")),
    /** Writes a template pack in its form. */
    WRITE_TEMPLATE_PACK(
            "Write the template pack of one task: at least 6 templates, 4 roles and 3 styles, all different. Each"
                    + " template's text holds {question} exactly once.",
            object().addStringProperty("path", "<task>.json below the path of the need")
                    .addProperty("templates", items("a template; its text holds {question} exactly once"))
                    .addProperty("roles", items("a role the asking person speaks in"))
                    .addProperty("styles", items("a style of speech"))
                    .required("path", "templates", "roles", "styles")),
    /** Measures. */
    MEASURE_DIVERSITY(
            "Measure the diversity of a file of rows (one JSON object a line) and write the report at the path of the"
                    + " need. The only way to make that report.",
            object().addStringProperty("source", "the file of rows, a draft or an artifact")
                    .required("source")),
    /** Builds, measures and draws. */
    BUILD_BALANCED_POOL(
            "Build a pool of dialogues from source items and a template pack, measure the difficulty of each record, and"
                    + " write the largest sample of 25 % easy, 45 % medium and 30 % hard records at the path of the need."
                    + " The only way to make it.",
            object().addIntegerProperty("n", "records to build the sample from, 60 to 2000")
                    .addStringProperty(
                            "templates",
                            "the folder of the template pack, a draft or an artifact; empty for the example pack")
                    .required("n", "templates")),
    /** Ends the draft. */
    SUBMIT("Say that the draft is complete. It is then checked, and what is wrong comes back to you.", object()),
    /** Ends the need. */
    GIVE_UP(
            "Say that you cannot honestly make this artifact. Better than an invented one.",
            object().addStringProperty("reason", "one sentence").required("reason"));

    private final ToolSpecification specification;

    DraftTool(String description, JsonObjectSchema.Builder parameters) {
        this.specification = ToolSpecification.builder()
                .name(word())
                .description(description)
                .parameters(parameters.build())
                .build();
    }

    private static JsonObjectSchema.Builder object() {
        return JsonObjectSchema.builder();
    }

    private static JsonObjectSchema.Builder file() {
        return object().addStringProperty("path", "a path at or below the need's")
                .addStringProperty("content", "the text")
                .required("path", "content");
    }

    private static JsonArraySchema items(String description) {
        return JsonArraySchema.builder()
                .items(object().addStringProperty("id", "a short name, used once")
                        .addStringProperty("text", description)
                        .required("id", "text")
                        .build())
                .build();
    }

    /** The tool's name. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    ToolSpecification specification() {
        return specification;
    }

    /** What is offered for a need: the one tool that computes where something is computed, writing elsewhere. */
    static List<DraftTool> offered(Computed computed, RepoPath need) {
        return Stream.of(values())
                .filter(tool -> switch (tool) {
                    case MEASURE_DIVERSITY, BUILD_BALANCED_POOL ->
                        computed.tool().filter(tool::equals).isPresent();
                    case WRITE_FILE, APPEND_FILE, DELETE_FILE -> computed == Computed.NO;
                    case WRITE_TEMPLATE_PACK -> computed == Computed.NO && isTemplates(need);
                    default -> true;
                })
                .toList();
    }

    private static boolean isTemplates(RepoPath need) {
        return need.isDirectory() && need.value().startsWith("templates/");
    }

    /** The tool of this name among those offered. */
    static DraftTool named(String name, Computed computed, RepoPath need) {
        return offered(computed, need).stream()
                .filter(tool -> tool.word().equals(name))
                .findFirst()
                .orElseThrow(() -> notOffered(name, computed));
    }

    private static ToolRefusal notOffered(String name, Computed computed) {
        boolean writes = name.startsWith("write_") || name.startsWith("append_") || name.startsWith("delete_");
        return writes && computed != Computed.NO ? computedOnly(computed) : new ToolRefusal("there is no such tool");
    }

    /** Why a computed artifact is not written by hand. */
    static ToolRefusal computedOnly(Computed computed) {
        return new ToolRefusal("this artifact is computed, never written: "
                + computed.tool().orElseThrow().word() + " makes it");
    }
}
