package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.JsonLines;
import dev.syncprotocol.gates.diversity.Tokenizer;
import dev.syncprotocol.gates.leak.EvalText;
import dev.syncprotocol.gates.leak.EvalTexts;
import dev.syncprotocol.gates.leak.LeakIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a pool may never touch: evaluation items by id, by question, and whatever leaks them (preflight.md section 5.7). */
final class EvaluationItems {
    private static final int NGRAM = 5;
    private static final double SIM = 0.85;

    private final Set<String> ids = new HashSet<>();
    private final Set<List<String>> questions = new HashSet<>();
    private final List<EvalText> texts = new ArrayList<>();
    private LeakIndex index = LeakIndex.of(List.of(), NGRAM, SIM);

    void add(String task, List<SourceItem> items) {
        for (SourceItem item : items) {
            ids.add(task + "/" + item.id());
            questions.add(Tokenizer.tokens(item.input()));
            texts.addAll(EvalTexts.of(item.id(), item.input(), item.output(), item.evidence()));
        }
        index = LeakIndex.of(texts, NGRAM, SIM);
    }

    /** A materialised evaluation set. */
    void add(Path file) throws IOException {
        for (JsonLines.Line line : JsonLines.read(file)) {
            JsonNode row = line.tree(file);
            ids.add(row.path("task").asText() + "/" + row.path("id").asText());
            questions.add(Tokenizer.tokens(row.path("input").asText()));
            texts.addAll(EvalTexts.of(row));
        }
        index = LeakIndex.of(texts, NGRAM, SIM);
    }

    /** Whether an item is one of them, or would carry one of their texts into the pool. */
    boolean touch(String task, SourceItem item) {
        List<String> own = new ArrayList<>(List.of(item.input(), item.output()));
        own.addAll(item.evidence());
        own.addAll(item.goldTexts("solution"));
        own.addAll(item.goldTexts("decomposition"));
        return ids.contains(task + "/" + item.id())
                || questions.contains(Tokenizer.tokens(item.input()))
                || !index.leaks(own).isEmpty();
    }
}
