package dev.syncprotocol.training.data;

import dev.syncprotocol.gates.difficulty.Bucket;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.PriorityKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Examples to groups of one task and bucket, as the preflight's balanced pool names them.
 *
 * @param seed of the run
 * @param shares of a batch; a bucket that has one must have a row
 */
record PromptGrouping(long seed, PriorityKeys.Shares shares) {
    /** The groups by name; {@code groupOf} receives the group of each row. */
    List<PromptGroup> of(List<Example> examples, Map<String, PromptGroup> groupOf) {
        Map<String, List<Integer>> indices = new TreeMap<>();
        for (int i = 0; i < examples.size(); i++) {
            EncodedRow row = examples.get(i).rows().get(0);
            String task = row.meta().path("task").asText("all");
            String bucket = bucket(row).word();
            indices.computeIfAbsent(task + "/" + bucket, name -> new ArrayList<>())
                    .add(i);
        }
        List<PromptGroup> groups = new ArrayList<>();
        indices.forEach((name, rows) -> {
            int cut = name.lastIndexOf('/');
            int[] own = rows.stream().mapToInt(Integer::intValue).toArray();
            PromptGroup group = new PromptGroup(name.substring(0, cut), Bucket.of(name.substring(cut + 1)), own, seed);
            rows.forEach(row -> groupOf.put(examples.get(row).rows().get(0).id(), group));
            groups.add(group);
        });
        requireEachShare(groups);
        return List.copyOf(groups);
    }

    private static Bucket bucket(EncodedRow row) {
        String word = row.meta().path("bucket").asText("");
        return Arrays.stream(Bucket.values())
                .filter(bucket -> bucket.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                                ErrorCode.DATA_INVALID,
                                row.id() + ": data.priority_sampling needs meta.bucket, easy, medium or hard; found "
                                        + (word.isEmpty() ? "none" : word))
                        .withHint("sync preflight bucketize writes a pool that names its buckets"));
    }

    private void requireEachShare(List<PromptGroup> groups) {
        for (Bucket bucket : Bucket.values()) {
            if (shares.of(bucket) > 0 && groups.stream().noneMatch(group -> group.bucket() == bucket)) {
                throw new SyncException(
                        ErrorCode.DATA_INVALID,
                        "data.priority_sampling wants " + bucket.word() + " prompts, and no row is " + bucket.word());
            }
        }
    }
}
