package dev.syncprotocol.aoi.accounting;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code accounting.csv} of a phase: the edges the phase has crossed so far, in order. */
public final class AccountingFile {
    private static final String[] HEADER = {"edge", "label", "provenance", "in", "out", "rejected", "reasons"};
    private static final Comparator<AccountRow> ORDER =
            Comparator.comparing(AccountRow::edge).thenComparing(AccountRow::origin);

    private AccountingFile() {}

    /**
     * Checks the accounts of a stage and puts them into the file, in the place of earlier ones of the same edges: doing a stage again gives the
     * same bytes. The file is written also when an account is false, so that the evidence stays.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code silent_drop}
     */
    public static void add(Path file, List<EdgeAccount> accounts) throws IOException {
        Set<Edge> replaced = accounts.stream().map(EdgeAccount::edge).collect(Collectors.toSet());
        List<AccountRow> rows = new ArrayList<>();
        if (Files.exists(file)) {
            read(file).stream().filter(row -> !replaced.contains(row.edge())).forEach(rows::add);
        }
        accounts.forEach(account -> rows.addAll(account.rows()));
        rows.sort(ORDER);
        AtomicFile.replace(file, format(rows).getBytes(StandardCharsets.UTF_8));
        refuse(file, accounts.stream().flatMap(account -> account.rows().stream()));
    }

    /** The lines of a file. */
    public static List<AccountRow> read(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
            return records.stream().map(AccountingFile::row).toList();
        }
    }

    /** What crossed an edge; empty when the file has no line of it. */
    public static Optional<Tally> out(Path file, Edge edge) throws IOException {
        List<AccountRow> rows =
                read(file).stream().filter(row -> row.edge() == edge).toList();
        TreeMap<Origin, Integer> counts = new TreeMap<>();
        rows.stream().filter(row -> row.out() > 0).forEach(row -> counts.put(row.origin(), row.out()));
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Tally(counts));
    }

    /**
     * Demands that every line of a file balances.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code silent_drop}
     */
    public static void check(Path file) throws IOException {
        refuse(file, read(file).stream());
    }

    private static void refuse(Path file, Stream<AccountRow> rows) {
        List<AccountRow> wrong = rows.filter(row -> !row.isBalanced()).toList();
        if (!wrong.isEmpty()) {
            throw AccountRow.silentDrop(file + ": ", wrong);
        }
    }

    private static String format(List<AccountRow> rows) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(HEADER);
            for (AccountRow row : rows) {
                csv.writeRecord(
                        row.edge().name(),
                        row.origin().label(),
                        row.origin().provenance(),
                        Integer.toString(row.in()),
                        Integer.toString(row.out()),
                        Integer.toString(row.rejected()),
                        words(row.reasons()));
            }
        }
        return text.toString();
    }

    private static AccountRow row(NamedCsvRecord record) {
        return new AccountRow(
                Edge.valueOf(record.getField("edge")),
                new Origin(record.getField("label"), record.getField("provenance")),
                Integer.parseInt(record.getField("in")),
                Integer.parseInt(record.getField("out")),
                reasons(record.getField("reasons")));
    }

    private static String words(Map<Reason, Integer> reasons) {
        return reasons.entrySet().stream()
                .map(entry -> entry.getKey().word() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    private static Map<Reason, Integer> reasons(String words) {
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        for (String word : words.isEmpty() ? new String[0] : words.split(";")) {
            reasons.put(Reason.of(word.split("=")[0]), Integer.parseInt(word.split("=")[1]));
        }
        return reasons;
    }
}
