package dev.syncprotocol.aoi.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackEveryTypeExactly() throws IOException {
        Path file = folder.resolve("it's a table.parquet");
        float[] tiny = {Float.MIN_VALUE, -0.0f, 1 / 3f};
        ParquetTable table = new ParquetTable(
                List.of(
                        Column.texts("object \"name\"", List.of("0012", "überall ' x")),
                        Column.doubles("siamese_score", List.of(0.1, Double.MIN_VALUE)),
                        Column.ints("rank", List.of(1, -7)),
                        Column.vectors("embedding", List.of(tiny, new float[] {2}))),
                Map.of("sync.note", "it's {\"a\": 1}"));
        ParquetFile.write(file, table);
        ParquetTable read = ParquetFile.read(file);
        assertThat(read.columns()).extracting(Column::name).containsExactlyElementsOf(names(table));
        assertThat(read.texts("object \"name\"")).containsExactly("0012", "überall ' x");
        assertThat(read.doubles("siamese_score")).containsExactly(0.1, Double.MIN_VALUE);
        assertThat(read.ints("rank")).containsExactly(1, -7);
        assertThat(read.vectors("embedding").get(0)).containsExactly(tiny);
        assertThat(read.notes()).containsEntry("sync.note", "it's {\"a\": 1}");
    }

    @Test
    void givesTheSameBytesForTheSameTable() throws IOException {
        ParquetFile.write(folder.resolve("one"), large());
        ParquetFile.write(folder.resolve("two"), large());
        assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
    }

    /** More rows than a row group has: order must hold across groups. */
    @Test
    void keepsTheOrderOfManyRows() throws IOException {
        ParquetFile.write(folder.resolve("rows"), large());
        assertThat(ParquetFile.read(folder.resolve("rows")).ints("row")).isEqualTo(large().ints("row"));
    }

    @Test
    void keepsTheColumnsOfAnEmptyTable() throws IOException {
        ParquetTable empty =
                ParquetTable.of(Column.texts("filepath", List.of()), Column.vectors("embedding", List.of()));
        ParquetFile.write(folder.resolve("empty"), empty);
        ParquetTable read = ParquetFile.read(folder.resolve("empty"));
        assertThat(read.size()).isZero();
        assertThat(read.columns()).extracting(Column::type).containsExactly(Column.Type.TEXT, Column.Type.VECTOR);
    }

    @Test
    void compressesWithZstandard() throws IOException {
        ParquetFile.write(folder.resolve("rows"), large());
        String bytes = new String(Files.readAllBytes(folder.resolve("rows")), StandardCharsets.ISO_8859_1);
        assertThat(bytes).startsWith("PAR1").endsWith("PAR1");
        assertThat(bytes).as("the magic number of a Zstandard frame").contains("\u0028\u00b5\u002f\u00fd");
    }

    @Test
    void refusesWhatIsNoParquetFile() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "PAR1 not really PAR1");
        assertThatThrownBy(() -> ParquetFile.read(file))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INVALID));
        assertThatThrownBy(() -> ParquetFile.read(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesAColumnThatIsNotThereOrOfAnotherType() throws IOException {
        ParquetTable table = ParquetTable.of(Column.texts("filepath", List.of("a")));
        assertThatThrownBy(() -> table.texts("path")).hasMessageContaining("has no column path");
        assertThatThrownBy(() -> table.doubles("filepath")).hasMessageContaining("filepath holds TEXT");
        assertThatThrownBy(() -> ParquetTable.of(Column.texts("a", List.of("x")), Column.ints("b", List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> names(ParquetTable table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private static ParquetTable large() {
        Random random = new Random(1);
        List<Integer> rows = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            rows.add(i);
            numbers.add(random.nextDouble());
        }
        return ParquetTable.of(Column.ints("row", rows), Column.doubles("number", numbers));
    }
}
