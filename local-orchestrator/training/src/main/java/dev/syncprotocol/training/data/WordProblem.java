package dev.syncprotocol.training.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.KeyedRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An arithmetic word problem: a scene, a start, one to three changes, and the worked answer.
 *
 * @param scene where it plays; the template
 * @param role who answers
 * @param style how the answer is written
 * @param difficulty how many changes
 * @param start the first number
 * @param changes in order
 */
record WordProblem(Scene scene, Role role, Style style, Difficulty difficulty, int start, List<Change> changes) {
    private static final int SLOTS = 16;

    /** The templates: a start and the three kinds of change in the words of one place. */
    enum Scene {
        BAKERY(
                "A baker starts the day with %d rolls.",
                "%d more come out of the oven.",
                "%d are sold.",
                "A festival needs %d times as many, so the rest is baked too.",
                "How many rolls are there?"),
        LIBRARY(
                "A shelf holds %d books.",
                "%d books come back.",
                "Readers borrow %d of them.",
                "The collection grows to %d times its size.",
                "How many books stand on the shelf?"),
        GARDEN(
                "In the garden grow %d tulips.",
                "%d new ones open overnight.",
                "The wind breaks %d.",
                "After a warm month there are %d times as many.",
                "How many tulips bloom?"),
        TRAIN(
                "A train leaves with %d passengers.",
                "At the next stop %d get on.",
                "Then %d get off.",
                "On the holiday it carries %d times that number.",
                "How many passengers are on the train?"),
        WORKSHOP(
                "A box in the workshop has %d screws.",
                "A delivery adds %d.",
                "A repair uses %d.",
                "The master orders until there are %d times as many.",
                "How many screws are in the box?"),
        HARBOUR(
                "%d boats lie in the harbour.",
                "%d sail in.",
                "%d sail out.",
                "For the regatta there come %d times as many in all.",
                "How many boats lie there now?"),
        SCHOOL(
                "A class has collected %d chestnuts.",
                "The next class brings %d.",
                "%d go to the craft table.",
                "The whole school together has %d times as many.",
                "How many chestnuts are there?"),
        MARKET(
                "A stall has %d apples.",
                "A farmer adds %d.",
                "Customers take %d.",
                "The second stall is filled so that both have %d times that count.",
                "How many apples are there in all?");

        private final String opening;
        private final String plus;
        private final String minus;
        private final String times;
        private final String question;

        Scene(String opening, String plus, String minus, String times, String question) {
            this.opening = opening;
            this.plus = plus;
            this.minus = minus;
            this.times = times;
            this.question = question;
        }
    }

    /** Who answers. */
    enum Role {
        TUTOR("You are a patient tutor."),
        BOOKKEEPER("You are a careful bookkeeper."),
        ENGINEER("You are an engineer who checks every figure."),
        CLERK("You are a quick shop clerk."),
        COACH("You coach a pupil before a test.");

        private final String words;

        Role(String words) {
            this.words = words;
        }
    }

    /** How the answer is written. */
    enum Style {
        TERSE("Give the number only."),
        STEPS("Show each step."),
        SENTENCE("Answer in one sentence."),
        EQUATION("Write one line of sums.");

        private final String words;

        Style(String words) {
            this.words = words;
        }
    }

    /** How many changes a problem has. */
    enum Difficulty {
        EASY,
        MEDIUM,
        HARD
    }

    /** One change: the operation and its number. */
    record Change(char operation, int by) {
        int applyTo(int value) {
            return switch (operation) {
                case '+' -> value + by;
                case '-' -> value - by;
                default -> value * by;
            };
        }
    }

    /** The problem of this number in the seed's endless list. */
    static WordProblem of(long seed, long number) {
        KeyedRandom random = new KeyedRandom(seed, KeyedRandom.Purpose.DATA, number);
        Difficulty difficulty = difficulty(random.uniform(0));
        int reach = 20 * (difficulty.ordinal() + 1);
        int start = 3 + random.below(reach, 1);
        List<Change> changes = new ArrayList<>();
        int value = start;
        for (int i = 0; i <= difficulty.ordinal(); i++) {
            Change change = change(random, value, reach, 4 + 2L * i);
            changes.add(change);
            value = change.applyTo(value);
        }
        return new WordProblem(
                pick(Scene.values(), random, SLOTS),
                pick(Role.values(), random, SLOTS + 1),
                pick(Style.values(), random, SLOTS + 2),
                difficulty,
                start,
                changes);
    }

    /** Every scene as a template of its own, with the roles and styles it is asked in. */
    static List<ObjectNode> templates() {
        return Arrays.stream(Scene.values()).map(WordProblem::template).toList();
    }

    private static ObjectNode template(Scene scene) {
        ObjectNode node = SyncJson.object()
                .put("template_id", word(scene))
                .put("task", "arithmetic")
                .put("opening", scene.opening)
                .put("plus", scene.plus)
                .put("minus", scene.minus)
                .put("times", scene.times)
                .put("question", scene.question);
        ObjectNode roles = node.putObject("roles");
        Arrays.stream(Role.values()).forEach(role -> roles.put(word(role), role.words));
        ObjectNode styles = node.putObject("styles");
        Arrays.stream(Style.values()).forEach(style -> styles.put(word(style), style.words));
        return node;
    }

    /** The row of a JSONL file. */
    ObjectNode row() {
        ObjectNode row = SyncJson.object().put("input", input()).put("output", output());
        row.putObject("meta")
                .put("task", "arithmetic")
                .put("template", word(scene))
                .put("role", word(role))
                .put("style", word(style))
                .put("difficulty", word(difficulty))
                .put("rejected", rejected());
        return row;
    }

    /** The prompt. */
    String input() {
        StringBuilder text = new StringBuilder(role.words).append(' ');
        text.append(String.format(Locale.ROOT, scene.opening, start)).append(' ');
        for (Change change : changes) {
            text.append(String.format(Locale.ROOT, sentence(change), change.by()))
                    .append(' ');
        }
        return text.append(scene.question).append(' ').append(style.words).toString();
    }

    /** The answer. */
    String output() {
        return switch (style) {
            case TERSE -> Integer.toString(answer());
            case STEPS -> String.join("; ", steps()) + ". Answer: " + answer();
            case SENTENCE -> "There are " + answer() + " in the end.";
            case EQUATION -> String.join(", ", steps());
        };
    }

    /** A wrong answer in the same style: one too many, as careless counting gives. */
    String rejected() {
        String right = Integer.toString(answer());
        String wrong = Integer.toString(answer() + 1);
        String text = output();
        int last = text.lastIndexOf(right);
        return text.substring(0, last) + wrong + text.substring(last + right.length());
    }

    /** The number asked for. */
    int answer() {
        int value = start;
        for (Change change : changes) {
            value = change.applyTo(value);
        }
        return value;
    }

    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        int value = start;
        for (Change change : changes) {
            int next = change.applyTo(value);
            steps.add(value + " " + change.operation() + " " + change.by() + " = " + next);
            value = next;
        }
        return steps;
    }

    private String sentence(Change change) {
        return switch (change.operation()) {
            case '+' -> scene.plus;
            case '-' -> scene.minus;
            default -> scene.times;
        };
    }

    /** Three in ten easy, four medium, three hard. */
    private static Difficulty difficulty(double share) {
        return share < 0.3 ? Difficulty.EASY : share < 0.7 ? Difficulty.MEDIUM : Difficulty.HARD;
    }

    private static Change change(KeyedRandom random, int value, int reach, long index) {
        return switch (random.below(3, index)) {
            case 0 -> new Change('+', 1 + random.below(reach, index + 1));
            case 1 -> value > 1 ? new Change('-', 1 + random.below(value - 1, index + 1)) : new Change('+', 2);
            default -> new Change('*', 2 + random.below(3, index + 1));
        };
    }

    private static <T> T pick(T[] from, KeyedRandom random, long index) {
        return from[random.below(from.length, index)];
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
