package dev.syncprotocol.aoi.pool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code defect_spec.jsonl}: what was asked for, one entry a defect type (specification §7.3).
 *
 * @param entries in file order, each type once whatever its letter case
 */
public record DefectSpec(List<Entry> entries) {
    /**
     * One defect type.
     *
     * @param defectType {@code <texture>+<defect>}, or {@code <defect>} alone
     * @param count the requested number of pairs, if it was given
     */
    public record Entry(String defectType, OptionalInt count) {
        /** Whether an object belongs to this entry. */
        boolean covers(PregenObject object) {
            return defectType.equalsIgnoreCase(defectType.contains("+") ? object.type() : object.label());
        }
    }

    public DefectSpec {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the file, where there is one.
     *
     * @throws SyncException {@code amp_allocation_mismatch} for a line that is no object, lacks its type, repeats one or has a count below 0
     */
    public static Optional<DefectSpec> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                Entry entry = entry(file + ":" + (i + 1), lines.get(i));
                if (!seen.add(entry.defectType().toLowerCase(Locale.ROOT))) {
                    throw refused(file + ":" + (i + 1), "each defect_type once", entry.defectType() + " twice");
                }
                entries.add(entry);
            }
        }
        return Optional.of(new DefectSpec(entries));
    }

    private static Entry entry(String where, String line) {
        JsonNode tree = tree(where, line);
        JsonNode type = tree.path("defect_type");
        JsonNode count = tree.path("count");
        if (!type.isTextual() || type.textValue().isBlank()) {
            throw refused(where, "an object with a defect_type", line);
        }
        if (count.isMissingNode() || count.isNull()) {
            return new Entry(type.textValue().strip(), OptionalInt.empty());
        }
        if (!count.canConvertToInt() || !count.isIntegralNumber() || count.intValue() < 0) {
            throw refused(where, "count, a whole number of at least 0", count.toString());
        }
        return new Entry(type.textValue().strip(), OptionalInt.of(count.intValue()));
    }

    private static JsonNode tree(String where, String line) {
        try {
            return LocatedDocument.read(line.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON)
                    .root();
        } catch (DocumentUnreadable e) {
            throw refused(where, "one JSON object a line", line);
        }
    }

    private static SyncException refused(String where, String expected, String found) {
        return new SyncException(
                ErrorCode.AMP_ALLOCATION_MISMATCH, where + ": expected " + expected + ", found " + found);
    }
}
