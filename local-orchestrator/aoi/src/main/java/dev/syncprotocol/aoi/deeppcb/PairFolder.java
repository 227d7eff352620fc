package dev.syncprotocol.aoi.deeppcb;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the pairs below a folder, in both published layouts: {@code <group>/<id>_temp.jpg} with {@code <id>.txt} beside it, or with {@code <group>_not/<id>.txt} beside the group.
 */
final class PairFolder {
    private static final String PAIRS =
            "--from is a folder that holds <id>_temp.jpg, <id>_test.jpg and <id>.txt, at any depth";
    private static final String TEMPLATE = "_temp.jpg";
    private static final int NUMBERS = 5;
    private static final int SHOWN = 20;

    private final List<Violation> faults = new ArrayList<>();

    private PairFolder() {}

    /**
     * Reads every pair, sorted by group and id.
     *
     * @throws SyncException {@code usage} without pairs; {@code config_invalid} with every pair that lacks a file and every annotation line that is none
     */
    static List<BoardPair> read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new SyncException(ErrorCode.USAGE, "no such folder: " + folder).withHint(PAIRS);
        }
        PairFolder reading = new PairFolder();
        List<BoardPair> pairs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(PairFolder::isTemplate).sorted().toList()) {
                reading.pair(file).ifPresent(pairs::add);
            }
        }
        reading.refuse(folder, pairs);
        return pairs;
    }

    private static boolean isTemplate(Path file) {
        return String.valueOf(file.getFileName()).endsWith(TEMPLATE) && Files.isRegularFile(file);
    }

    private Optional<BoardPair> pair(Path template) throws IOException {
        String name = String.valueOf(template.getFileName());
        String id = name.substring(0, name.length() - TEMPLATE.length());
        Path folder = template.toAbsolutePath().getParent();
        String group = String.valueOf(folder.getFileName());
        Path tested = folder.resolve(id + "_test.jpg");
        Path beside = folder.resolve(id + ".txt");
        Path apart = folder.resolveSibling(group + "_not").resolve(id + ".txt");
        Path annotation = Files.isRegularFile(beside) ? beside : apart;
        if (!Files.isRegularFile(tested) || !Files.isRegularFile(annotation)) {
            String missing = Files.isRegularFile(tested) ? id + ".txt" : id + "_test.jpg";
            faults.add(new Violation("", 0, 0, group + "/" + name, "the file " + missing, "none"));
            return Optional.empty();
        }
        return Optional.of(new BoardPair(group, id, template, tested, boxes(annotation)));
    }

    private List<DefectBox> boxes(Path annotation) throws IOException {
        List<DefectBox> boxes = new ArrayList<>();
        List<String> lines = Files.readAllLines(annotation, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                box(line, annotation, i + 1).ifPresent(boxes::add);
            }
        }
        return boxes;
    }

    private Optional<DefectBox> box(String line, Path annotation, int number) {
        String[] words = line.split("[\\s,]+");
        boolean numbers = words.length == NUMBERS && Stream.of(words).allMatch(word -> word.matches("-?[0-9]{1,6}"));
        if (!numbers) {
            faults.add(new Violation("", number, 1, annotation.toString(), "x1 y1 x2 y2 type", line));
            return Optional.empty();
        }
        int[] n = Stream.of(words).mapToInt(Integer::parseInt).toArray();
        return Optional.of(new DefectBox(n[0], n[1], n[2], n[3], n[4]));
    }

    private void refuse(Path folder, List<BoardPair> pairs) {
        if (!faults.isEmpty()) {
            Violation first = faults.get(0);
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID,
                    first.rule() + ": expected " + first.expected() + ", found " + first.found()
                            + (faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)"),
                    null,
                    null,
                    faults.subList(0, Math.min(SHOWN, faults.size())),
                    List.of());
        }
        if (pairs.isEmpty()) {
            throw new SyncException(
                            ErrorCode.USAGE,
                            "expected <id>_temp.jpg and <id>_test.jpg below " + folder + ", found none")
                    .withHint(PAIRS);
        }
    }
}
