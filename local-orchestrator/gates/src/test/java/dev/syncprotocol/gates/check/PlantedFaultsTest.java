package dev.syncprotocol.gates.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.build.MadeUpSources;
import dev.syncprotocol.gates.build.PoolBuilder;
import dev.syncprotocol.gates.build.PoolOrder;
import dev.syncprotocol.gates.build.TaskMix;
import dev.syncprotocol.gates.build.TemplatePack;
import dev.syncprotocol.gates.build.ToolNames;
import dev.syncprotocol.gates.diversity.DiversitySettings;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good pool, one fault planted at a time: the gate names the check, the task and the records. */
class PlantedFaultsTest {
    private static final List<String> TASKS = List.of("gsm8k", "hotpotqa", "strategyqa");

    @TempDir
    private static Path shared;

    private static List<String> good = List.of();

    @TempDir
    private Path folder;

    @BeforeAll
    static void buildAGoodPool() throws IOException {
        new MadeUpSources(5, 300, 20).write(shared.resolve("sources"));
        for (String task : TASKS) {
            Path file = shared.resolve("pack/" + task + ".json");
            Files.createDirectories(file.getParent());
            Files.write(file, TemplatePack.example(task));
        }
        build(shared.resolve("pool.jsonl"));
        good = Files.readAllLines(shared.resolve("pool.jsonl"));
    }

    private static ObjectNode build(Path out) throws IOException {
        PoolOrder order = new PoolOrder(
                600,
                TaskMix.of("hotpotqa:0.34,strategyqa:0.33,gsm8k:0.33"),
                6,
                0.3,
                ToolNames.of("wiki,calc"),
                7,
                shared.resolve("sources"),
                shared.resolve("pack"),
                Optional.empty(),
                Optional.empty());
        try (PoolBuilder builder = new PoolBuilder(order)) {
            return builder.write(out);
        }
    }

    private static PoolLimits limits() {
        return new PoolLimits(0.30, 0.15, 4, 3, 6, 0.01, 2.0, 64, 4_096, new DiversitySettings(7, 1_000, 5), TASKS);
    }

    private PoolFile pool(List<String> lines) throws IOException {
        Path file = folder.resolve("pool.jsonl");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return PoolFile.read(file);
    }

    private List<Finding> judged(List<String> lines) throws IOException {
        return DiversityGate.judge(pool(lines), limits(), Kl3Reference.TEMPLATES)
                .result()
                .failures();
    }

    /** The records for which the edit is made; all of them where count is large. */
    private static List<String> edited(int count, UnaryOperator<ObjectNode> edit) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            ObjectNode tree = (ObjectNode) SyncJson.read(good.get(i));
            lines.add(SyncJson.compact(i < count ? edit.apply(tree) : tree));
        }
        return lines;
    }

    private static List<String> checks(List<Finding> findings) {
        return findings.stream().map(Finding::check).distinct().toList();
    }

    @Test
    void passesAGoodPool() throws IOException {
        assertThat(judged(good)).isEmpty();
    }

    @Test
    void buildsTheSameBytesAgain() throws IOException {
        ObjectNode report = build(folder.resolve("again.jsonl"));
        assertThat(folder.resolve("again.jsonl")).hasSameBinaryContentAs(shared.resolve("pool.jsonl"));
        assertThat(report.at("/tasks/gsm8k/clarifying_records").intValue()).isEqualTo(59);
        assertThat(report.at("/tasks/gsm8k/reused_items").intValue()).isZero();
        assertThat(report.at("/tasks/gsm8k/unconfirmed_calculations").intValue())
                .isZero();
    }

    @Test
    void keepsTurnsToolsAndSpansInTheirBounds() throws IOException {
        for (var entry : pool(good).records()) {
            assertThat(entry.turns()).hasSizeBetween(2, 6);
            assertThat(entry.clarifyingTurns()).isEqualTo(entry.needsClarification() ? 1 : 0);
            assertThat(entry.contentText())
                    .doesNotContain("The answer is", "{question}")
                    .contains(entry.output());
        }
    }

    @Test
    void refusesDuplicates() throws IOException {
        List<String> lines = new ArrayList<>(good);
        for (int i = 0; i < 20; i++) {
            lines.add(good.get(i).replaceFirst("\"id\":\"", "\"id\":\"copy-"));
        }
        List<Finding> findings = judged(lines);
        assertThat(checks(findings)).containsExactly("max_dup_pct");
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.offenders()).isEqualTo(20));
        assertThat(findings.get(0).ids()).allMatch(id -> id.startsWith("copy-"));
    }

    @Test
    void refusesOneTemplateUnderSixLabels() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : good) {
            ObjectNode tree = (ObjectNode) SyncJson.read(line);
            tree.withObjectProperty("meta").put("template_id", "label-" + lines.size() % 6);
            lines.add(SyncJson.compact(tree));
        }
        assertThat(checks(judged(lines))).contains("kl3_min");
    }

    @Test
    void refusesARoleUsedByFewAndAMissingStyle() throws IOException {
        List<Finding> findings = judged(edited(600, tree -> {
            tree.withObjectProperty("meta").put("role", "teacher").remove("style");
            return tree;
        }));
        assertThat(checks(findings)).contains("roles_min", "styles_min");
        assertThat(findings)
                .anySatisfy(finding -> assertThat(finding.offenders()).isEqualTo(600))
                .allSatisfy(finding -> assertThat(finding.ids()).hasSizeLessThanOrEqualTo(50));
    }

    @Test
    void refusesTooShortTooLongAndAStrangeTask() throws IOException {
        assertThat(checks(judged(edited(1, tree -> {
                    tree.putArray("turns").addObject().put("role", "user").put("content", "short");
                    tree.putArray("spans");
                    return tree;
                }))))
                .contains("min_len");
        assertThat(checks(judged(edited(1, tree -> {
                    tree.withArray("turns").addObject().put("role", "user").put("content", "x".repeat(5_000));
                    return tree;
                }))))
                .contains("max_len");
        List<Finding> strange = judged(edited(3, tree -> tree.put("task", "poetry")));
        assertThat(checks(strange)).contains("by_task");
        assertThat(strange.get(0).offenders()).isEqualTo(3);
    }

    @Test
    void refusesAnEmptyPoolAndAMissingTask() throws IOException {
        assertThat(checks(judged(List.of()))).contains("records", "min_distinct2", "kl3_min", "roles_min");
        List<String> two = good.stream()
                .filter(line -> !line.contains("\"task\":\"gsm8k\""))
                .toList();
        assertThat(judged(two)).anySatisfy(finding -> {
            assertThat(finding.check()).isEqualTo("records");
            assertThat(finding.task()).isEqualTo("gsm8k");
        });
    }

    @Test
    void refusesTwoRecordsOfOneId() throws IOException {
        List<String> lines = new ArrayList<>(good);
        lines.set(
                1,
                good.get(1)
                        .replaceFirst(
                                "\"id\":\"[^\"]*\"",
                                "\"id\":" + SyncJson.read(good.get(0)).get("id")));
        assertThat(checks(judged(lines))).containsExactly("unique_ids");
    }

    @Test
    void findsEveryPlantedLeak() throws IOException {
        Path eval = folder.resolve("eval.jsonl");
        List<String> questions = new ArrayList<>();
        try (Stream<String> lines = Files.lines(shared.resolve("sources/gsm8k/eval.jsonl"))) {
            lines.forEach(line -> questions.add(SyncJson.read(line).get("input").textValue()));
        }
        Files.writeString(
                eval,
                questions.stream()
                        .map(question -> SyncJson.compact(SyncJson.object()
                                .put("id", "e")
                                .put("task", "gsm8k")
                                .put("input", question)))
                        .reduce("", (all, line) -> all + line + "\n"));
        assertThat(new LeakGate(eval, 5, 0.85, TASKS).judge(pool(good)).failures())
                .isEmpty();
        List<String> leaking = edited(20, tree -> {
            String question =
                    questions.get(Math.floorMod(tree.get("id").textValue().hashCode(), questions.size()));
            ((ObjectNode) tree.at("/turns/0")).put("content", "My cousin wants to know: " + question + " Do you?");
            return tree;
        });
        GateResult result = new LeakGate(eval, 5, 0.85, TASKS).judge(pool(leaking));
        assertThat(result.values().get("leaking_records").intValue()).isEqualTo(20);
        assertThat(result.failures())
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.ids()).hasSize(20));
        Files.writeString(eval, "");
        assertThat(new LeakGate(eval, 5, 0.85, TASKS).judge(pool(good)).passed())
                .isFalse();
    }

    /** At the limit passes, just beyond it fails: the length of one record. */
    @Test
    void countsLengthsInclusively() throws IOException {
        int length = pool(good)
                .records()
                .get(0)
                .rendered()
                .codePointCount(0, pool(good).records().get(0).rendered().length());
        for (int limit : new int[] {length - 1, length}) {
            PoolLimits narrow = new PoolLimits(
                    0, -10, 0, 0, 0, 0, 100, 1, limit, new DiversitySettings(7, 1_000, 1), List.of("hotpotqa"));
            boolean named =
                    DiversityGate.judge(pool(good.subList(0, 1)), narrow, Kl3Reference.TEMPLATES)
                            .result()
                            .failures()
                            .stream()
                            .anyMatch(finding -> finding.check().equals("max_len"));
            assertThat(named).isEqualTo(limit < length);
        }
    }
}
