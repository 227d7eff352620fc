package dev.syncprotocol.gates.leak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.diversity.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** The texts of evaluation items: the question, and every answer and evidence of at least five tokens. */
public final class EvalTexts {
    private static final int SHORTEST_ANSWER = 5;

    private EvalTexts() {}

    /** Of one row of the materialised set. */
    public static List<EvalText> of(JsonNode row) {
        List<String> evidence = new ArrayList<>();
        row.path("evidence").forEach(text -> evidence.add(text.asText()));
        return of(
                row.path("id").asText(),
                row.path("input").asText(),
                row.path("output").asText(),
                evidence);
    }

    /** Of one item. */
    public static List<EvalText> of(String id, String question, String answer, List<String> evidence) {
        List<EvalText> texts = new ArrayList<>(List.of(new EvalText(id, "question", question)));
        if (isLong(answer)) {
            texts.add(new EvalText(id, "answer", answer));
        }
        evidence.stream().filter(EvalTexts::isLong).forEach(text -> texts.add(new EvalText(id, "evidence", text)));
        return texts;
    }

    private static boolean isLong(String text) {
        return Tokenizer.tokens(text).size() >= SHORTEST_ANSWER;
    }
}
