package dev.syncprotocol.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.weights.SeedRatioSchedule;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Batch;
import dev.syncprotocol.training.Earned;
import dev.syncprotocol.training.PriorityKeys;
import dev.syncprotocol.training.RowRole;
import dev.syncprotocol.training.TrainConfig.PaddingSide;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Prompts by difficulty, partly drawn again (preflight.md section 11.1). */
class PriorityBatchesTest {
    private static final long SEED = 20_250_820;
    private static final int EACH = 60;

    private static final PriorityKeys KEYS = keys(0.3, List.of(new SeedRatioSchedule.Entry(0, 0.5)));

    private static PriorityKeys keys(double cap, List<SeedRatioSchedule.Entry> schedule) {
        return new PriorityKeys(new PriorityKeys.Shares(0.2, 0.4, 0.4), cap, new SeedRatioSchedule(schedule));
    }

    /** Two tasks, three buckets, sixty rows each; the id says the group. */
    private static List<Example> pool() {
        List<Example> examples = new ArrayList<>();
        for (String task : List.of("gsm8k", "hotpotqa")) {
            for (String bucket : List.of("easy", "medium", "hard")) {
                for (int i = 0; i < EACH; i++) {
                    examples.add(row(task + ":" + bucket + ":" + i, task, bucket));
                }
            }
        }
        return examples;
    }

    private static Example row(String id, String task, String bucket) {
        ObjectNode meta = SyncJson.object().put("task", task);
        if (!bucket.isEmpty()) {
            meta.put("bucket", bucket);
        }
        return Example.of(new EncodedRow(new int[] {1, 2}, 1, id, false, RowRole.ANSWER, meta));
    }

    private static PriorityBatches batches(PriorityKeys keys, int rows) {
        return new PriorityBatches(pool(), keys, SEED, rows, new Collator(PaddingSide.RIGHT));
    }

    /** The hard prompts of one task earn nothing, everything else earns 1. */
    private static List<Earned> earned(Batch batch) {
        return batch.rowIds().stream()
                .map(id -> new Earned(id, id.startsWith("gsm8k:hard") ? 0 : 1))
                .toList();
    }

    private static long count(List<String> ids, String part) {
        return ids.stream().filter(id -> id.contains(part)).count();
    }

    @Test
    void keepsTheSharesOfDifficultyAlsoInBatchesOfTwo() {
        PriorityBatches batches = batches(KEYS, 2);
        List<String> drawn = new ArrayList<>();
        for (int step = 1; step <= 50; step++) {
            drawn.addAll(batches.at(step).rowIds());
        }
        assertThat(count(drawn, ":easy:")).isBetween(19L, 21L);
        assertThat(count(drawn, ":medium:")).isBetween(39L, 41L);
        assertThat(count(drawn, ":hard:")).isBetween(39L, 41L);
    }

    @Test
    void drawsTheRestAgainFromWhatWasTried() {
        PriorityBatches batches =
                batches(keys(1, List.of(new SeedRatioSchedule.Entry(0, 0.5), new SeedRatioSchedule.Entry(6, 0.2))), 10);
        Set<String> tried = new HashSet<>(batches.at(1).rowIds());
        assertThat(tried).as("before any prompt was tried all are fresh").hasSize(10);
        for (int step = 2; step <= 10; step++) {
            Batch batch = batches.at(step);
            long again = batch.rowIds().stream().filter(tried::contains).count();
            assertThat(again).as("step " + step).isEqualTo(step < 6 ? 5 : 8);
            assertThat(batches.figures().get("sampling/again")).isCloseTo(again / 10.0, within(1e-12));
            tried.addAll(batch.rowIds());
        }
        assertThat(batches.after(10).nextIndex()).isEqualTo(tried.size());
    }

    @Test
    void capsAGroupThatEarnsLessThanTheMean() {
        PriorityBatches batches = batches(keys(0.1, List.of(new SeedRatioSchedule.Entry(0, 1))), 10);
        batches.learn(earned(batches.at(1)));
        for (int step = 2; step <= 20; step++) {
            Batch batch = batches.at(step);
            assertThat(count(batch.rowIds(), "gsm8k:hard")).isLessThanOrEqualTo(1);
            assertThat(count(batch.rowIds(), ":hard:"))
                    .as("others take its places")
                    .isEqualTo(4);
            assertThat(batches.figures().get("sampling/low_perf"))
                    .isCloseTo(count(batch.rowIds(), "gsm8k:hard") / 10.0, within(1e-12));
            batches.learn(earned(batch));
        }
    }

    /** Three tenths of two rows is less than one, and still not nothing. */
    @Test
    void savesUpTheCapWhereABatchIsTooSmallForIt() {
        PriorityBatches batches = batches(KEYS, 2);
        List<String> drawn = new ArrayList<>();
        for (int step = 1; step <= 200; step++) {
            Batch batch = batches.at(step);
            batches.learn(earned(batch));
            drawn.addAll(step > 20 ? batch.rowIds() : List.of());
        }
        assertThat(count(drawn, "gsm8k:hard")).isBetween(1L, (long) (0.3 * drawn.size()));
    }

    @Test
    void goesOnFromItsStateAsIfNothingHadHappened() {
        PriorityBatches through = batches(KEYS, 7);
        PriorityBatches before = batches(KEYS, 7);
        for (int step = 1; step <= 9; step++) {
            through.learn(earned(through.at(step)));
            before.learn(earned(before.at(step)));
        }
        PriorityBatches resumed = batches(KEYS, 7);
        resumed.loadStateDict(before.stateDict());
        for (int step = 10; step <= 40; step++) {
            Batch expected = through.at(step);
            Batch batch = resumed.at(step);
            assertThat(batch.rowIds()).as("step " + step).isEqualTo(expected.rowIds());
            assertThat(resumed.after(step)).isEqualTo(through.after(step));
            through.learn(earned(expected));
            resumed.learn(earned(batch));
        }
        assertThat(resumed.stateDict()).isEqualTo(through.stateDict());
    }

    @Test
    void refusesRowsWithoutABucketAndABucketWithoutRows() {
        Collator collator = new Collator(PaddingSide.RIGHT);
        assertThatThrownBy(() -> new PriorityBatches(List.of(row("p:1", "gsm8k", "")), KEYS, SEED, 2, collator))
                .hasMessageContaining(
                        "p:1: data.priority_sampling needs meta.bucket, easy, medium or hard; found none");
        assertThatThrownBy(() -> new PriorityBatches(List.of(row("p:1", "gsm8k", "easy")), KEYS, SEED, 2, collator))
                .hasMessageContaining("no row is medium");
    }
}
