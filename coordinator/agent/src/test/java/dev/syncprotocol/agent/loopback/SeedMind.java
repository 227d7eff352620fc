package dev.syncprotocol.agent.loopback;

import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A mind that fulfils the three needs of seed 001 section 6 as a good model would: templates by the tool made for them, the
 * pool computed, the report measured; and a package at the end.
 */
public final class SeedMind implements Function<Heard, Turn> {
    /** Where the pool is wanted. */
    public static final String POOL = "data/rc1_seed.balanced.jsonl";

    /** Records it asks the pool to be drawn from. */
    public static final int RECORDS = 600;

    private static final List<String> TASKS = List.of("hotpotqa", "strategyqa", "gsm8k");
    private static final List<String> OPENINGS = List.of(
            "Answer this: {question}",
            "Consider carefully before you reply. {question}",
            "{question} Give only the result.",
            "A colleague asks you: {question}",
            "Explain step by step. {question}",
            "Here is a riddle for you, {question}");

    @Override
    public Turn apply(Heard heard) {
        if (heard.structured()) {
            return Turn.says(packageText());
        }
        if (heard.says("\"path\" : \"templates/pack_v2/\"")) {
            return templates(heard);
        }
        return heard.says("\"path\" : \"" + POOL + "\"") ? pool(heard) : report(heard);
    }

    private static Turn templates(Heard heard) {
        return heard.toolResults().isEmpty()
                ? Turn.calls(TASKS.stream().map(SeedMind::pack).toArray(Turn.Call[]::new))
                : submit();
    }

    private static Turn.Call pack(String task) {
        return new Turn.Call(
                "write_template_pack",
                Map.of(
                        "path",
                        "templates/pack_v2/" + task + ".json",
                        "templates",
                        items(
                                "t",
                                OPENINGS.stream()
                                        .map(text -> text + " (" + task + ")")
                                        .toList()),
                        "roles",
                        items("r", List.of("a pupil", "an engineer", "a nurse", "a tourist")),
                        "styles",
                        items("s", List.of("formal", "friendly", "brief"))));
    }

    private static List<Map<String, Object>> items(String prefix, List<String> texts) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (String text : texts) {
            items.add(Map.of("id", prefix + (items.size() + 1), "text", text));
        }
        return items;
    }

    /** The pool by the tool that computes it, in the pack drafted before; tried by hand first, which is refused. */
    private static Turn pool(Heard heard) {
        return switch (heard.toolResults().size()) {
            case 0 -> Turn.calls("write_file", Map.of("path", POOL, "content", "{\"input\":\"1 + 1?\"}\n"));
            case 1 -> Turn.calls("build_balanced_pool", Map.of("n", RECORDS, "templates", "templates/pack_v2/"));
            default -> submit();
        };
    }

    private static Turn report(Heard heard) {
        return switch (heard.toolResults().size()) {
            case 0 -> Turn.calls("list_files", Map.of());
            case 1 -> Turn.calls("measure_diversity", Map.of("source", POOL));
            default -> submit();
        };
    }

    private static Turn submit() {
        return Turn.calls("submit", Map.of());
    }

    private static String packageText() {
        Map<String, String> artifacts = Map.of(
                "template_pack_v2", "templates/pack_v2/",
                "diversity_report", "reports/diversity_report.json",
                "difficulty_balanced_seed", POOL);
        return SyncJson.compact(Values.tree(Map.of(
                "from",
                "gemini",
                "round",
                1,
                "artifacts_produced",
                artifacts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> Map.of(
                                "name", entry.getKey(), "path", entry.getValue(), "desc", "made for " + entry.getKey()))
                        .toList(),
                "risks_blockers",
                List.of("none"),
                "notes",
                "Templates for three tasks; a pool drawn by difficulty; the report is measured on it.")));
    }
}
