package dev.syncprotocol.aoi.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phase of a run: the baseline, or one iteration after it.
 *
 * @param number 0 for the baseline, then the iteration's number
 */
public record Phase(int number) implements Comparable<Phase> {
    /** The phase every run starts with. */
    public static final Phase BASELINE = new Phase(0);

    private static final Pattern ITERATION = Pattern.compile("iter([1-9][0-9]{0,8})");

    public Phase {
        if (number < 0) {
            throw new IllegalArgumentException("a phase has a number from 0, found: " + number);
        }
    }

    /**
     * The phase of this word.
     *
     * @throws IllegalArgumentException for a word that names none
     */
    public static Phase of(String word) {
        if (word.equals("baseline")) {
            return BASELINE;
        }
        Matcher iteration = ITERATION.matcher(word);
        if (!iteration.matches()) {
            throw new IllegalArgumentException("a phase is baseline, iter1, iter2, …, found: " + word);
        }
        return new Phase(Integer.parseInt(iteration.group(1)));
    }

    /** {@code baseline}, {@code iter1}, …: the word in files and the name of the phase's folder. */
    public String word() {
        return number == 0 ? "baseline" : "iter" + number;
    }

    /** {@code Baseline}, {@code Iter 1}, …: the word for people. */
    public String label() {
        return number == 0 ? "Baseline" : "Iter " + number;
    }

    /** Whether this is the phase before every iteration. */
    public boolean isBaseline() {
        return number == 0;
    }

    /** The phase after this one. */
    public Phase next() {
        return new Phase(number + 1);
    }

    /** The phase before this one; the baseline has none. */
    public Phase previous() {
        return new Phase(number - 1);
    }

    @Override
    public int compareTo(Phase other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return word();
    }
}
