package dev.syncprotocol.training;

import dev.syncprotocol.training.TrainConfig.PaddingSide;
import dev.syncprotocol.training.data.Collator;
import dev.syncprotocol.training.data.EncodedRow;
import dev.syncprotocol.training.sequence.SequenceObjective;
import dev.syncprotocol.training.sequence.SequenceScore;
import dev.syncprotocol.training.sequence.SequenceTotals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows and scores for objectives of whole completions. */
public final class Sequences {
    private Sequences() {}

    /** A row's score where only these four matter. */
    public static SequenceScore score(RowRole role, double logp, double reference, int tokens) {
        return new SequenceScore(role, tokens, logp, reference, tokens, logp, 0, 0, 0);
    }

    /** Totals over a batch of so many rows of these roles in turn, each with one token to learn. */
    public static SequenceTotals totals(int examples, List<RowRole> rolesOfOne) {
        int rows = examples * rolesOfOne.size();
        int[][] inputs = new int[rows][2];
        List<RowRole> roles = new ArrayList<>();
        for (int i = 0; i < examples; i++) {
            roles.addAll(rolesOfOne);
        }
        return new SequenceTotals(new Batch(
                TokenGrid.of(inputs),
                TokenGrid.of(inputs),
                Collections.nCopies(rows, new Batch.Span(0, 2)),
                Collections.nCopies(rows, "x:1"),
                roles));
    }

    /** Every other judged answer is unwanted. */
    private static RowRole role(RowRole first, int example) {
        return first == RowRole.DESIRABLE && example % 2 == 1 ? RowRole.UNDESIRABLE : first;
    }

    /** Four examples of several lengths that follow from the step. */
    public static TrainingInputs inputs(int step, SequenceObjective objective) {
        KeyedRandom random = new KeyedRandom(98, KeyedRandom.Purpose.DATA, step);
        List<EncodedRow> rows = new ArrayList<>();
        List<RowRole> roles = objective.examples().roles();
        for (int example = 0; example < 4; example++) {
            for (int part = 0; part < roles.size(); part++) {
                int[] tokens = new int[4 + (example + 2 * part) % 3];
                for (int i = 0; i < tokens.length; i++) {
                    tokens[i] = random.below(EngineContract.VOCABULARY - 1, example * 100L + part * 10L + i);
                }
                rows.add(new EncodedRow(
                        tokens, 2, "rows:" + step + "/" + example, false, role(roles.get(part), example)));
            }
        }
        return new TrainingInputs(EngineContract.small(new Collator(PaddingSide.RIGHT).collate(rows)), objective);
    }
}
