package dev.syncprotocol.gates.difficulty;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.pool.PoolRecord;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The difficulty features of one record (preflight.md section 5.8).
 *
 * @param lenChars code points of all turns joined by a line feed
 * @param lenTokens tokens of the same
 * @param turns turns of all roles
 * @param toolHops tool answers, and calls nobody answered
 * @param entities distinct runs of capitalised words and the entities of the source; empty in a script without capitals
 * @param numericSteps annotated steps and plain chains of arithmetic
 * @param numbers numeric literals outside such steps
 * @param connectiveDensity connectives / tokens, 0 for an empty record
 * @param clueOverlap largest share of the question's content words in one evidence text; empty without evidence
 * @param unansweredCalls tool calls without an answer, the flag of {@code tool_hops}
 */
public record Features(
        int lenChars,
        int lenTokens,
        int turns,
        int toolHops,
        OptionalInt entities,
        int numericSteps,
        int numbers,
        double connectiveDensity,
        OptionalDouble clueOverlap,
        int unansweredCalls) {

    /** Measures a record with the lists this program ships. */
    public static Features of(PoolRecord entry) {
        return new FeatureReading(entry, Lexicon.shipped()).features();
    }

    /** The figure of this feature; empty where it does not exist. */
    OptionalDouble figure(Feature feature) {
        return switch (feature) {
            case LEN_TOKENS -> OptionalDouble.of(lenTokens);
            case TURNS -> OptionalDouble.of(turns);
            case TOOL_HOPS -> OptionalDouble.of(toolHops);
            case ENTITIES -> entities.isPresent() ? OptionalDouble.of(entities.getAsInt()) : OptionalDouble.empty();
            case NUMERIC_STEPS -> OptionalDouble.of(numericSteps);
            case CONNECTIVE_DENSITY -> OptionalDouble.of(connectiveDensity);
            case CLUE_OVERLAP -> clueOverlap;
        };
    }

    /** Writes the fields of a metrics row, absent ones as null. */
    void addTo(ObjectNode row) {
        row.put("len_chars", lenChars)
                .put("len_tokens", lenTokens)
                .put("turns", turns)
                .put("tool_hops", toolHops);
        row.set("entities", entities.isPresent() ? row.numberNode(entities.getAsInt()) : row.nullNode());
        row.put("numeric_steps", numericSteps).put("numbers", numbers).put("connective_density", connectiveDensity);
        row.set("clue_overlap", clueOverlap.isPresent() ? row.numberNode(clueOverlap.getAsDouble()) : row.nullNode());
        if (unansweredCalls > 0) {
            row.putArray("flags").add("call_without_answer");
        } else {
            row.putArray("flags");
        }
    }
}
