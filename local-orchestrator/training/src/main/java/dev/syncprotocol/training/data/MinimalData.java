package dev.syncprotocol.training.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The smallest data sets (S3-4.3, S3-4.4): arithmetic word problems of our own, from eight scenes in five roles and four
 * styles, easy, medium and hard. The same numbers give the same bytes; no problem stands in both files.
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

    public MinimalData {
        if (trainRows < 1 || evalRows < 1) {
            throw new IllegalArgumentException("at least one row each, asked for " + trainRows + " and " + evalRows);
        }
    }

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
    public Result writeMissing(Path workspace) throws IOException {
        List<String> lines = lines();
        List<String> written = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        write(workspace, TRAIN_PATH, lines.subList(0, trainRows), written, kept);
        write(workspace, EVAL_PATH, lines.subList(trainRows, lines.size()), written, kept);
        return new Result(written, kept);
    }

    /** The bytes of the training file, wherever they shall lie. */
    public byte[] trainBytes() {
        return bytes(lines().subList(0, trainRows));
    }

    /** The templates the problems are made from, one object each, in stated order. */
    public static List<ObjectNode> templates() {
        return WordProblem.templates();
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path workspace, String path, List<String> lines, List<String> written, List<String> kept)
            throws IOException {
        Path file = workspace.resolve(path);
        if (Files.exists(file)) {
            kept.add(path);
            return;
        }
        Files.createDirectories(file.getParent());
        AtomicFile.replace(file, bytes(lines));
        written.add(path);
    }

    /** The rows of both files: those of the training file first, no problem twice. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        for (long number = 0; lines.size() < trainRows + evalRows; number++) {
            WordProblem problem = WordProblem.of(seed, number);
            if (asked.add(problem.input())) {
                lines.add(SyncJson.compact(problem.row()));
            }
        }
        return lines;
    }
}
