package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Source items of our own, for a workspace without published data: arithmetic with every step, yes/no questions and
 * two-step look-ups about people and places that do not exist. Every item says {@code made_up} in its gold structure. Same
 * seed, same bytes; no item stands in both parts.
 *
 * @param seed of every choice
 * @param train items a task to build from
 * @param eval items a task held out; about a third carries a wrong answer and says so
 */
public record MadeUpSources(long seed, int train, int eval) {
    private static final Map<String, Function<Words, SourceItem>> TASKS = Map.of(
            "gsm8k", MadeUpSources::arithmetic,
            "strategyqa", MadeUpSources::yesNo,
            "hotpotqa", MadeUpSources::lookUp);

    /** Writes {@code train.jsonl} and {@code eval.jsonl} of three tasks below the folder, and says how many items each has. */
    public Map<String, Integer> write(Path folder) throws IOException {
        Map<String, Integer> written = new TreeMap<>();
        for (String task : new TreeMap<>(TASKS).keySet()) {
            Words words = new Words(new SplittableRandom(seed ^ task.hashCode()));
            List<SourceItem> items = new ArrayList<>();
            for (int i = 0; i < train + eval; i++) {
                items.add(named(TASKS.get(task).apply(words), task, i));
            }
            Sources.write(folder, task, Sources.Part.TRAIN, items.subList(0, train));
            List<SourceItem> held = new ArrayList<>();
            items.subList(train, items.size()).forEach(item -> held.add(answered(item, words)));
            Sources.write(folder, task, Sources.Part.EVAL, held);
            written.put(task, train + eval);
        }
        return written;
    }

    private static SourceItem named(SourceItem item, String task, int i) {
        return new SourceItem(
                "made-up-" + task + "-" + i,
                item.input(),
                item.output(),
                item.evidence(),
                item.entities(),
                item.gold(),
                item.success());
    }

    /** With a recorded answer: right two times of three. */
    private static SourceItem answered(SourceItem item, Words words) {
        boolean right = words.number(1, 3) < 3;
        String answer = right ? item.output() : wrong(item.output());
        return new SourceItem(
                item.id(), item.input(), answer, item.evidence(), item.entities(), item.gold(), Optional.of(right));
    }

    private static String wrong(String answer) {
        return switch (answer) {
            case "yes" -> "no";
            case "no" -> "yes";
            default -> answer.matches("\\d+") ? answer + "1" : "nobody knows";
        };
    }

    private static SourceItem item(String question, String answer, List<String> evidence, ObjectNode gold) {
        gold.put("made_up", true);
        return new SourceItem("", question, answer, evidence, List.of(), Optional.of(gold), Optional.empty());
    }

    private static SourceItem arithmetic(Words words) {
        int many = words.number(12, 95);
        int price = words.number(3, 19);
        int less = words.number(2, many - 2);
        int extra = words.number(20, 400);
        String who = words.person();
        String things = words.things();
        int steps = words.number(1, 4);
        String[] say = {
            who + ", a " + words.job() + " from " + words.place() + ", packs " + many + " " + things + " for the "
                    + words.kind() + " fair in " + words.place() + ".",
            words.person() + " takes " + less + " of them back as " + words.kind() + " samples.",
            "Each one left is sold to the " + words.job() + " next door for " + price + " crowns.",
            "The " + words.kind() + " stall by the " + words.river() + " costs " + extra + " crowns."
        };
        String[] ask = {
            "How many dozens, as a decimal number, of " + things + " does " + who + " pack?",
            "How many " + things + " are left with " + who + "?",
            "How many crowns does " + who + " take in?",
            "What remains for " + who + " after paying, in crowns, counted below zero if need be?"
        };
        int left = many - less;
        String[] calculations = {
            many + "/12=" + Calculator.shown(Calculator.value(many + "/12").orElseThrow()),
            many + "-" + less + "=" + left,
            left + "*" + price + "=" + left * price,
            left * price + "-" + extra + "=" + (left * price - extra)
        };
        List<String> used = steps == 1
                ? List.of(calculations[0])
                : Arrays.asList(calculations).subList(1, steps);
        ObjectNode gold = SyncJson.object().put("steps", used.size());
        used.forEach(gold.putArray("calculations")::add);
        used.forEach(gold.putArray("solution")::add);
        String last = used.get(used.size() - 1);
        return item(
                String.join(" ", Arrays.asList(say).subList(0, steps)) + " " + ask[steps - 1],
                last.substring(last.indexOf('=') + 1),
                List.of(),
                gold);
    }

    private static SourceItem yesNo(Words words) {
        String one = words.person();
        String two = words.person();
        String craft = words.job() + " " + one + " of " + words.place();
        String place = words.place();
        int other = words.number(1600, 1900);
        int died = words.heads() ? other + words.number(20, 60) : other - words.number(1, 40);
        List<String> facts = List.of(
                "The " + craft + " died in the year " + died + ".",
                two + " was born at " + place + " on the " + words.river() + " in the year " + other + ".");
        ObjectNode gold = SyncJson.object().put("steps", 3);
        List.of("When did " + one + " die?", "When was " + two + " born?", "Is #1 after #2?")
                .forEach(gold.putArray("decomposition")::add);
        String question = words.heads()
                ? "Could the " + craft + " have shaken hands with " + two + ", a child of " + words.kind() + " " + place
                        + "?"
                : "Was the " + craft + " still alive when " + two + " came into the world at " + place + ", in a "
                        + words.kind() + " house by the " + words.river() + "?";
        return item(question, died > other ? "yes" : "no", facts, gold);
    }

    private static SourceItem lookUp(Words words) {
        String who = words.person();
        String job = words.job();
        String town = words.place();
        String river = words.river();
        String things = words.things();
        int year = words.number(1500, 1950);
        ObjectNode gold =
                SyncJson.object().put("steps", 2).put("type", "bridge").put("level", "medium");
        gold.putArray("titles").add(who).add(town);
        List<String> evidence = List.of(
                who + ": " + who + ", known as the " + words.kind() + " " + job + ", was born in " + town + " in "
                        + year + ".",
                town + ": " + town + ", a " + words.kind() + " town famous for " + things + ", lies on the " + river
                        + ".");
        boolean byRiver = words.heads();
        String question = byRiver
                ? "On which river lies the birthplace of the " + job + " " + who + ", born " + year + "?"
                : "The " + job + " " + who + " was born in " + year + " in a town famous for what, by the "
                        + words.kind() + " water?";
        return item(question, byRiver ? river : things, evidence, gold);
    }
}
