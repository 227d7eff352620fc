package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.syncprotocol.gates.pool.PoolMeta;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.gates.pool.Span;
import dev.syncprotocol.gates.pool.Turn;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One record while it is written: the question in its wrapping, perhaps a question back, tool calls with their answers,
 * the reference answer. Every literal of template, role and style is a span; the rest comes from the source item.
 */
final class Dialogue {
    /** Who asks, how, in what words. */
    record Wrapping(TemplatePack.Piece template, TemplatePack.Piece role, TemplatePack.Piece style) {}

    private static final String ASK_BACK = "How would you like the answer?";
    private static final String ANSWER = "The answer is ";

    private final SourceItem item;
    private final Wrapping wrapping;
    private final List<Turn> turns = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();

    private Dialogue(SourceItem item, Wrapping wrapping) {
        this.item = item;
        this.wrapping = wrapping;
    }

    /**
     * The record.
     *
     * @param clarify whether the style is left open at first, so that the model has to ask
     * @param uses tool uses that still fit into the turns
     */
    static PoolRecord compose(
            String id, String task, SourceItem item, Wrapping wrapping, boolean clarify, List<Tools.Use> uses) {
        Dialogue dialogue = new Dialogue(item, wrapping);
        dialogue.ask(clarify);
        dialogue.use(uses);
        dialogue.answer();
        return dialogue.finished(id, task, clarify);
    }

    private void ask(boolean clarify) {
        StringBuilder text = new StringBuilder();
        literal(text, wrapping.role().text() + "\n", "role");
        String[] around = wrapping.template().text().split("\\{question\\}", 2);
        literal(text, around[0], "template");
        text.append(item.input());
        literal(text, around[1], "template");
        if (clarify) {
            turns.add(Turn.says(Turn.USER, text.toString()));
            StringBuilder back = new StringBuilder();
            literal(back, ASK_BACK, "template");
            turns.add(Turn.asksBack(back.toString()));
            text.setLength(0);
        } else {
            text.append('\n');
        }
        literal(text, wrapping.style().text(), "style");
        turns.add(Turn.says(Turn.USER, text.toString()));
    }

    private void use(List<Tools.Use> uses) {
        if (uses.isEmpty()) {
            return;
        }
        ArrayNode calls = SyncJson.object().arrayNode();
        StringBuilder said = new StringBuilder();
        for (Tools.Use use : uses) {
            calls.addObject().put("tool", use.tool()).put("query", use.query());
            literal(said, (said.isEmpty() ? "" : "\n") + use.tool() + "(", "template");
            said.append(use.query());
            literal(said, ")", "template");
        }
        turns.add(Turn.calls(said.toString(), calls));
        uses.forEach(use -> turns.add(Turn.answers(use.tool(), use.answer())));
    }

    private void answer() {
        StringBuilder text = new StringBuilder();
        List<String> reasons =
                item.goldTexts("solution").isEmpty() ? item.goldTexts("decomposition") : item.goldTexts("solution");
        reasons.forEach(line -> text.append(line).append('\n'));
        literal(text, ANSWER, "template");
        text.append(item.output()).append('.');
        turns.add(Turn.says(Turn.ASSISTANT, text.toString()));
    }

    /** Appends a literal to the turn being written and marks it; an empty one leaves no span. */
    private void literal(StringBuilder text, String literal, String kind) {
        int start = text.codePointCount(0, text.length());
        text.append(literal);
        if (!literal.isEmpty()) {
            spans.add(new Span(turns.size(), start, start + literal.codePointCount(0, literal.length()), kind));
        }
    }

    private PoolRecord finished(String id, String task, boolean clarify) {
        PoolMeta meta = new PoolMeta(
                Optional.of(wrapping.role().id()),
                Optional.of(wrapping.style().id()),
                Optional.of(wrapping.template().id()),
                Optional.of(item.id()),
                item.entities(),
                item.gold(),
                Optional.empty(),
                Optional.empty());
        String prompt = turns.get(0).content();
        return new PoolRecord(id, task, prompt, item.output(), turns, item.evidence(), clarify, meta, spans);
    }
}
