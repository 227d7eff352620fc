package dev.syncprotocol.gates.bench;

import dev.syncprotocol.gates.diversity.Tokenizer;
import dev.syncprotocol.gates.leak.EvalText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same checks as one would write them at first: sets of strings, an inverted index of every n-gram, one thread. Exact
 * too, so what it finds is what must be found.
 *
 * @param ngram tokens an n-gram
 * @param sim limit of both similarities
 */
record PlainChecks(int ngram, double sim) {
    /** The records that hold an evaluation text. */
    Set<Integer> leaks(List<List<String>> records, List<EvalText> texts) {
        List<Set<String>> evaluation = texts.stream()
                .map(text -> Tokenizer.tokens(text.text()))
                .map(tokens -> tokens.size() < ngram ? Set.<String>of() : grams(tokens))
                .toList();
        Set<Integer> found = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            Set<String> own = new HashSet<>();
            records.get(i).forEach(text -> own.addAll(grams(Tokenizer.tokens(text))));
            if (evaluation.stream().anyMatch(set -> contained(set, own)) || holdsShort(records.get(i), texts)) {
                found.add(i);
            }
        }
        return found;
    }

    private boolean contained(Set<String> evaluation, Set<String> own) {
        long shared = evaluation.stream().filter(own::contains).count();
        return shared > 0
                && (shared >= sim * evaluation.size() || shared >= sim * (own.size() + evaluation.size() - shared));
    }

    private boolean holdsShort(List<String> record, List<EvalText> texts) {
        for (EvalText text : texts) {
            List<String> tokens = Tokenizer.tokens(text.text());
            boolean isShort = tokens.size() >= 3 && tokens.size() < ngram;
            if (isShort
                    && record.stream()
                            .anyMatch(own -> joined(Tokenizer.tokens(own)).contains(joined(tokens)))) {
                return true;
            }
        }
        return false;
    }

    private static String joined(List<String> tokens) {
        return " " + String.join(" ", tokens) + " ";
    }

    /** How many records stand behind the first of their cluster. */
    int nearDuplicates(List<String> texts) {
        List<Set<String>> sets = texts.stream()
                .map(Tokenizer::tokens)
                .map(tokens -> tokens.size() < ngram && !tokens.isEmpty() ? Set.of(joined(tokens)) : grams(tokens))
                .toList();
        Map<String, List<Integer>> index = new HashMap<>();
        int[] first = new int[sets.size()];
        int found = 0;
        for (int i = 0; i < sets.size(); i++) {
            first[i] = i;
            for (int other : candidates(sets.get(i), index)) {
                if (near(sets.get(i), sets.get(other))) {
                    first[i] = Math.min(first[i], first[other]);
                }
            }
            found += first[i] == i ? 0 : 1;
            for (String gram : sets.get(i)) {
                index.computeIfAbsent(gram, key -> new ArrayList<>(1)).add(i);
            }
        }
        return found;
    }

    private static Set<Integer> candidates(Set<String> set, Map<String, List<Integer>> index) {
        Set<Integer> found = new HashSet<>();
        set.forEach(gram -> found.addAll(index.getOrDefault(gram, List.of())));
        return found;
    }

    private boolean near(Set<String> a, Set<String> b) {
        long shared = a.stream().filter(b::contains).count();
        return shared >= sim * (a.size() + b.size() - shared);
    }

    private Set<String> grams(List<String> tokens) {
        Set<String> grams = new HashSet<>();
        for (int i = 0; i + ngram <= tokens.size(); i++) {
            grams.add(String.join(" ", tokens.subList(i, i + ngram)));
        }
        return grams;
    }
}
