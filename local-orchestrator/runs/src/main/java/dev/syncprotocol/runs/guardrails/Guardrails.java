package dev.syncprotocol.runs.guardrails;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.runs.store.CleanupPlan;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.MetricsTable;
import dev.syncprotocol.runs.store.RunFolder;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rules, checklists and snippets for agents that run experiments: the front door of this package (run-store.md section
 * 15). A file is written only under a free name; the same bytes there are fine, and nothing else is ever touched.
 */
public final class Guardrails {
    private static final String FOLDER = "dev/syncprotocol/runs/guardrails/";
    private static final String AGENTS = "AGENTS.md";
    private static final String AGENTS_BESIDE = "AGENTS.sync.md";

    private static final List<Entry> QUESTIONS = List.of(
            new Entry("a", "sync runs new --config FILE"),
            new Entry("b", "sync runs finish --exp-dir DIR"),
            new Entry("c", "sync runs verify --all --full"),
            new Entry("d", "sync runs verify --best"));

    private static final List<Entry> STEPS = List.of(
            new Entry("new", "sync runs new --config FILE"),
            new Entry("train", "python train.py --config FILE --out_dir \"$EXPERIMENT_DIR\""),
            new Entry("finish", "sync runs finish --exp-dir \"$EXPERIMENT_DIR\" --exit-code N"),
            new Entry("verify", "sync runs verify --full --exp-dir \"$EXPERIMENT_DIR\""),
            new Entry("cleanup", "sync runs cleanup --exp-dir \"$EXPERIMENT_DIR\" --save-plan FILE"),
            new Entry("mirror", "sync runs mirror --to DIR"));

    private Guardrails() {}

    /**
     * A text with the command it is about.
     *
     * @param id key of the text
     * @param command as it is typed, or a path
     */
    public record Entry(String id, String command) {}

    /**
     * A rule as the templates show it.
     *
     * @param id its clause
     * @param command that obeys it, or empty
     * @param refusals that enforce it
     */
    public record Rule(String id, String command, List<Refusal> refusals) {}

    /**
     * A refusal.
     *
     * @param code its word
     * @param exit its exit code
     */
    public record Refusal(String code, int exit) {}

    /** The files of an order, in the order they are written. */
    public static List<GuardrailFile> files(GuardrailOrder order) throws IOException {
        Map<String, Object> model = model(order);
        List<GuardrailFile> files = new ArrayList<>();
        for (Map.Entry<String, Audience> entry : audiences().entrySet()) {
            if (order.wants(entry.getValue())) {
                files.add(new GuardrailFile(entry.getKey(), content(entry.getKey(), model)));
            }
        }
        return files;
    }

    /**
     * Writes the files of an order.
     *
     * @return what is there now, one path a file
     * @throws SyncException {@link ErrorCode#NAME_TAKEN} when a name holds other bytes; nothing was written then
     */
    public static List<String> write(Path folder, GuardrailOrder order) throws IOException {
        List<GuardrailFile> files = new ArrayList<>();
        for (GuardrailFile file : files(order)) {
            files.add(beside(folder, file));
        }
        for (GuardrailFile file : files) {
            demandFree(folder, file);
        }
        for (GuardrailFile file : files) {
            Path target = folder.resolve(file.path());
            if (!Files.exists(target)) {
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.content(), StandardOpenOption.CREATE_NEW);
            }
        }
        return files.stream().map(GuardrailFile::path).toList();
    }

    /** Which files of an order are missing or not as they would be written now. */
    public static List<Finding> stale(Path folder, GuardrailOrder order) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (GuardrailFile file : files(order)) {
            GuardrailFile asked = beside(folder, file);
            if (!Files.isRegularFile(folder.resolve(asked.path()))) {
                findings.add(finding(ErrorCode.MISSING_FILE, asked.path(), "was not written yet"));
            } else if (!holds(folder, asked)) {
                findings.add(finding(ErrorCode.UNEXPECTED_FILE, asked.path(), "is not what would be written now"));
            }
        }
        return findings;
    }

    private static Finding finding(ErrorCode code, String path, String what) {
        return Finding.of(code, path, what);
    }

    /** A project's own AGENTS.md is never touched: ours stands beside it. */
    private static GuardrailFile beside(Path folder, GuardrailFile file) throws IOException {
        boolean theirs = file.path().equals(AGENTS) && Files.exists(folder.resolve(AGENTS)) && !holds(folder, file);
        return theirs ? new GuardrailFile(AGENTS_BESIDE, file.content()) : file;
    }

    private static void demandFree(Path folder, GuardrailFile file) throws IOException {
        if (Files.exists(folder.resolve(file.path())) && !holds(folder, file)) {
            throw new SyncException(
                    ErrorCode.NAME_TAKEN, file.path() + " is there with another content; nothing was written");
        }
    }

    private static boolean holds(Path folder, GuardrailFile file) throws IOException {
        Path there = folder.resolve(file.path());
        return Files.isRegularFile(there) && Files.readString(there).equals(file.content());
    }

    private static Map<String, Audience> audiences() {
        Map<String, Audience> audiences = new LinkedHashMap<>();
        audiences.put(".cursor/rules.md", Audience.CURSOR);
        audiences.put(".cursor/guardrails.md", Audience.CURSOR);
        audiences.put(AGENTS, Audience.CURSOR);
        audiences.put("snippets/rules-header.txt", Audience.CURSOR);
        audiences.put("memory-bank/config-template.yaml", Audience.MEMORYBANK);
        audiences.put("memory-bank/prompts.md", Audience.MEMORYBANK);
        audiences.put("memory-bank/critical-paths.md", Audience.MEMORYBANK);
        audiences.put("memory-bank/canonical-commands.md", Audience.MEMORYBANK);
        audiences.put("spec-kit/run-config.v1.schema.json", Audience.SPECKIT);
        audiences.put("spec-kit/versioning.md", Audience.SPECKIT);
        audiences.put("spec-kit/trainer.md", Audience.SPECKIT);
        audiences.put("snippets/Makefile.inc", Audience.MAKE);
        audiences.put("snippets/package.scripts.json", Audience.NPM);
        return audiences;
    }

    private static String content(String path, Map<String, Object> model) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals(SchemaId.RUN_CONFIG_V1.fileStem() + ".schema.json")) {
            return SchemaId.RUN_CONFIG_V1.text();
        }
        PebbleEngine engine = new PebbleEngine.Builder()
                .loader(new ClasspathLoader(Guardrails.class.getClassLoader()))
                .autoEscaping(false)
                .strictVariables(true)
                .newLineTrimming(false)
                .defaultLocale(Locale.ROOT)
                .build();
        StringWriter text = new StringWriter();
        engine.getTemplate(FOLDER + name + ".peb").evaluate(text, model);
        return text.toString().stripTrailing() + "\n";
    }

    private static Map<String, Object> model(GuardrailOrder order) throws IOException {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("t", AgentTexts.of(order.language(), facts(order)));
        model.put("rules", rules(order));
        model.put("questions", QUESTIONS);
        model.put("steps", STEPS);
        model.put("paths", paths(order));
        model.put("outputRoot", order.places().outputRoot());
        model.put("registryDir", order.places().registryDir());
        model.put("checkpoints", RunFolder.CHECKPOINTS);
        return model;
    }

    private static List<Rule> rules(GuardrailOrder order) {
        return Arrays.stream(HardRule.values())
                .map(rule -> new Rule(
                        rule.id(),
                        rule.command(),
                        rule.refusals().stream()
                                .map(code ->
                                        new Refusal(code.word(), order.exit().applyAsInt(code)))
                                .toList()))
                .toList();
    }

    private static List<Entry> paths(GuardrailOrder order) {
        return List.of(
                new Entry("output_root", order.places().outputRoot()),
                new Entry("registry_dir", order.places().registryDir()),
                new Entry("best_dir", "./best/<task>-latest"),
                new Entry("mirror_dir", "./mirror"));
    }

    /** What the texts call by name: the constants of the code that enforces them. */
    private static Map<String, String> facts(GuardrailOrder order) {
        String runs = order.places().outputRoot().replaceFirst("^\\./", "") + "/runs";
        return Map.of(
                "runs",
                runs,
                "lock",
                RunFolder.LOCK,
                "metrics",
                RunFolder.METRICS,
                "columns",
                String.join(",", MetricsTable.MANDATORY),
                "step",
                RunFolder.CHECKPOINTS + "/step-NNNNNN.pt",
                "best",
                RunFolder.BEST,
                "showcase",
                "best/<task>-latest/",
                "protected",
                CleanupPlan.NEVER_REMOVED.stream()
                        .sorted()
                        .map(path -> path.substring(path.lastIndexOf('/') + 1))
                        .collect(Collectors.joining(", ")));
    }
}
