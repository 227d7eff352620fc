package dev.syncprotocol.agent.fulfil;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.syncprotocol.gates.diversity.DiversityMeasures;
import dev.syncprotocol.gates.diversity.DiversityReport;
import dev.syncprotocol.gates.diversity.DiversitySettings;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SecretKind;
import dev.syncprotocol.protocol.json.ShownText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Carries out what a model asks of its tools for one need. Whatever it asks, the answer is a text for the model; a refusal
 * says why, and nothing outside the {@link Reach} is touched.
 */
final class DraftTools {
    private static final int READ_CHARACTERS = 24_000;

    private final Reach reach;
    private final Computed computed;
    private final Path work;
    private final Clock clock;
    private List<String> caveats = List.of();

    /** Tools for a need; what is computed on the way to it grows in a folder of its own. */
    DraftTools(Reach reach, Computed computed, Path work, Clock clock) {
        this.reach = reach;
        this.computed = computed;
        this.work = work;
        this.clock = clock;
    }

    /** What the other party should know of a computed draft; the program's words. */
    List<String> caveats() {
        return caveats;
    }

    /** What the model may call for this need. */
    List<ToolSpecification> specifications() {
        return DraftTool.offered(computed, reach.need()).stream()
                .map(DraftTool::specification)
                .toList();
    }

    /**
     * What came of one call.
     *
     * @param text for the model
     * @param end whether the call ends the draft, and how
     */
    record Result(String text, End end) {
        static Result goOn(String text) {
            return new Result(text, End.NO);
        }
    }

    /** Whether a call ends the draft. */
    enum End {
        NO,
        SUBMITTED,
        GIVEN_UP
    }

    /** Runs one call. */
    Result run(ToolExecutionRequest call) throws IOException {
        try {
            DraftTool tool = DraftTool.named(call.name(), computed, reach.need());
            return run(tool, arguments(call.arguments()));
        } catch (ToolRefusal refusal) {
            return Result.goOn("refused: " + refusal.getMessage());
        }
    }

    private static JsonNode arguments(String text) {
        try {
            byte[] json = (text == null || text.isBlank() ? "{}" : text).getBytes(StandardCharsets.UTF_8);
            JsonNode root = LocatedDocument.read(json, DocumentFormat.JSON).root();
            if (!root.isObject()) {
                throw new ToolRefusal("the arguments are no JSON object");
            }
            return root;
        } catch (DocumentUnreadable e) {
            throw new ToolRefusal("the arguments cannot be read as JSON of at most 1 MiB; write long files in parts");
        }
    }

    private Result run(DraftTool tool, JsonNode arguments) throws IOException {
        return switch (tool) {
            case LIST_FILES -> Result.goOn(String.join("\n", reach.listing()));
            case READ_FILE -> Result.goOn(read(arguments));
            case WRITE_FILE -> Result.goOn(write(text(arguments, "path"), text(arguments, "content"), false));
            case APPEND_FILE -> Result.goOn(write(text(arguments, "path"), text(arguments, "content"), true));
            case DELETE_FILE -> Result.goOn(delete(arguments));
            case WRITE_TEMPLATE_PACK -> Result.goOn(pack(arguments));
            case MEASURE_DIVERSITY -> Result.goOn(measure(text(arguments, "source")));
            case BUILD_BALANCED_POOL -> Result.goOn(pool(arguments));
            case SUBMIT -> new Result("submitted", End.SUBMITTED);
            case GIVE_UP -> new Result(ShownText.clean(text(arguments, "reason")), End.GIVEN_UP);
        };
    }

    private static String text(JsonNode arguments, String name) {
        JsonNode value = arguments.path(name);
        if (!value.isTextual()) {
            throw new ToolRefusal("the argument " + name + " is missing or no text");
        }
        return value.textValue();
    }

    private String read(JsonNode arguments) throws IOException {
        String whole = reach.text(text(arguments, "path"));
        int from = Math.max(0, arguments.path("from").asInt(0));
        if (from >= whole.length()) {
            return Fence.around("file", "");
        }
        int to = Math.min(whole.length(), from + READ_CHARACTERS);
        String rest =
                to < whole.length() ? "\n(goes on: from=" + to + ", " + whole.length() + " characters in all)" : "";
        return Fence.around("file", whole.substring(from, to)) + rest;
    }

    private String write(String typed, String content, boolean append) {
        RepoPath path = reach.writable(typed);
        refuseComputed(path);
        refuseSecret(content);
        if (append) {
            reach.staging().append(path, content);
        } else {
            reach.staging().write(path, content);
        }
        return "written: " + path + ", " + reach.staging().size(path) + " bytes";
    }

    private static void refuseComputed(RepoPath path) {
        if (Computed.of(path) != Computed.NO) {
            throw DraftTool.computedOnly(Computed.of(path));
        }
    }

    private static void refuseSecret(String content) {
        SecretKind.exactlyIn(content).ifPresent(kind -> {
            throw new ToolRefusal("the content holds what looks like a secret (" + kind.words() + ")");
        });
    }

    private String delete(JsonNode arguments) throws IOException {
        RepoPath path = reach.writable(text(arguments, "path"));
        return reach.staging().delete(path) ? "deleted: " + path : "nothing was at " + path;
    }

    private String pack(JsonNode arguments) {
        String document = TemplatePackText.of(arguments);
        return write(text(arguments, "path"), document, false);
    }

    private String pool(JsonNode arguments) throws IOException {
        String typed = arguments.path("templates").asText("");
        Optional<Path> templates = typed.isBlank() ? Optional.empty() : Optional.of(reach.folder(typed));
        BalancedDraft draft = new BalancedDraft(reach.workspace(), work, templates);
        try {
            BalancedDraft.Made made = draft.make(arguments.path("n").asInt());
            refuseSecret(made.rows());
            reach.staging().write(reach.need(), made.rows());
            caveats = made.caveats();
            return made.words() + " into " + reach.need();
        } catch (SyncException impossible) {
            throw new ToolRefusal("cannot be computed: " + draft.withoutFolders(impossible.getMessage()));
        }
    }

    private String measure(String source) throws IOException {
        String rows = reach.text(source);
        RepoPath report = reach.need();
        long before = reach.staging().size(report);
        try {
            DiversityMeasures measures = DiversityMeasures.of(MeasuredTexts.of(rows), DiversitySettings.PREFLIGHT_SEED);
            DiversityReport.write(
                    report.below(reach.staging().root()), measures, new RepoPath(source), Sha256.of(rows), clock);
            reach.staging().adopt(report, before);
            return "measured " + measures.records() + " rows of " + source + " into " + report;
        } catch (SyncException unmeasurable) {
            throw new ToolRefusal("cannot be measured: " + unmeasurable.getMessage());
        }
    }
}
