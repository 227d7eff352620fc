package dev.syncprotocol.training.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The smallest data sets (S3-4.3, S3-4.4): arithmetic word problems of our own. The same seed gives the same bytes.
 *
 * @param seed of every choice
 * @param trainRows rows of {@code data/train_min.jsonl}, at least 1
 * @param evalRows rows of {@code data/eval_min.jsonl}, at least 1
 */
public record MinimalData(long seed, int trainRows, int evalRows) {
    /** Where the rows to learn from lie. */
    public static final String TRAIN_PATH = "data/train_min.jsonl";
    /** Where the rows to measure on lie. */
    public static final String EVAL_PATH = "data/eval_min.jsonl";
    /** The seeds' own: 20250823, 100 and 30 rows. */
    public static final MinimalData DEFAULT = new MinimalData(20250823, 100, 30);

    /**
     * What became of the two files.
     *
     * @param written paths that were missing, relative
     * @param kept paths that were there and stay as they are
     */
    public record Result(List<String> written, List<String> kept) {
        public Result {
            written = List.copyOf(written);
            kept = List.copyOf(kept);
        }
    }

    /** Writes the files that are missing. */
    public Result writeMissing(Path workspace) {
        throw new UnsupportedOperationException("next commit");
    }
}
