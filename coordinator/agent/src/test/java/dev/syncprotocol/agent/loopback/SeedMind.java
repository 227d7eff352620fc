package dev.syncprotocol.agent.loopback;

import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A mind that fulfils the three needs of seed 001 section 6 as a good model would: templates by the tool made for them, rows
 * in two parts, the report measured; and a package at the end.
 */
public final class SeedMind implements Function<Heard, Turn> {
    /** Rows it writes. */
    public static final int ROWS = 120;

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
        return heard.says("\"path\" : \"data/rc1_seed.balanced.jsonl\"") ? rows(heard) : report(heard);
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

    private static Turn rows(Heard heard) {
        return switch (heard.toolResults().size()) {
            case 0 -> Turn.calls("write_file", Map.of("path", "data/rc1_seed.balanced.jsonl", "content", rows(0, 60)));
            case 1 ->
                Turn.calls("append_file", Map.of("path", "data/rc1_seed.balanced.jsonl", "content", rows(60, ROWS)));
            default -> submit();
        };
    }

    /** Rows from one number up to another. */
    public static String rows(int from, int to) {
        List<String> things = List.of("apples", "bricks", "letters", "coins", "kites");
        List<String> levels = List.of("easy", "medium", "hard");
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"input\":\"Someone has " + (i + 3) + " " + things.get(i % 5) + " and gives away "
                        + (i % 7 + 1) + ". How many " + things.get(i % 5) + " are left?\",\"output\":\""
                        + (i + 3 - (i % 7 + 1)) + "\",\"meta\":{\"template\":\"t" + (i % 6 + 1)
                        + "\",\"difficulty\":\"" + levels.get(i % 3) + "\"}}\n")
                .collect(Collectors.joining());
    }

    private static Turn report(Heard heard) {
        return switch (heard.toolResults().size()) {
            case 0 -> Turn.calls("list_files", Map.of());
            case 1 -> Turn.calls("measure_diversity", Map.of("source", "data/rc1_seed.balanced.jsonl"));
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
                "difficulty_balanced_seed", "data/rc1_seed.balanced.jsonl");
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
                "Templates for three tasks; rows with a difficulty each; the report is measured on them.")));
    }
}
