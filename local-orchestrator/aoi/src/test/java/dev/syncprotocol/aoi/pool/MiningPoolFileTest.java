package dev.syncprotocol.aoi.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiningPoolFileTest {
    @TempDir
    private Path folder;

    private PoolFixture fixture;

    @BeforeEach
    void folders() throws IOException {
        fixture = new PoolFixture(folder);
    }

    @Test
    void bringsFileStyleAndFolderStyleToOneForm() throws IOException {
        List<SampleRow> rows =
                read("images/30001/C1@1_SolderLight.JPG,golden/D1,PASS,C1@1\nimages/30002,golden/D1,Missing ,C1@1\n");

        assertThat(rows)
                .extracting(SampleRow::inputPath)
                .containsExactly("augmentation/mining_pool/images/30001", "augmentation/mining_pool/images/30002");
        assertThat(rows).extracting(SampleRow::label).containsExactly("PASS", "missing");
        assertThat(SourceSample.keyOf(rows.get(0))).isEqualTo("augmentation/mining_pool/images/30001/C1@1");
    }

    @Test
    void looksForGoldensBelowTheKpiImagesFirst() throws IOException {
        fixture.picture(fixture.workspace.kpiImages().resolve("golden/D1/C1@1_SolderLight.jpg"));

        List<SampleRow> rows = read("images/1,golden/D1,PASS,C1@1\nimages/1,golden/D1,PASS,C2@1\n");

        assertThat(rows)
                .extracting(SampleRow::goldenPath)
                .containsExactly("kpi/images/golden/D1", "augmentation/mining_pool/golden/D1");
    }

    @Test
    void refusesAGoldenThatIsTwoPictures() throws IOException {
        Path shared = fixture.workspace.kpiImages().resolve("golden/D1/C1@1_SolderLight.jpg");
        Path own = fixture.workspace.miningPool().resolve("golden/D1/C1@1_SolderLight.jpg");
        fixture.picture(shared);
        Files.createDirectories(own.getParent());
        Files.copy(shared, own);
        assertThat(read("images/1,golden/D1,PASS,C1@1\n")).hasSize(1);

        Files.writeString(own, "other bytes");
        assertInvalid("images/1,golden/D1,PASS,C1@1\n", "one golden picture");
    }

    @Test
    void refusesAFileThatIsNotTheRowsOwn() {
        assertInvalid("images/1/C2@1_SolderLight.jpg,golden/D1,PASS,C1@1\n", "C1@1_SolderLight.jpg");
    }

    @Test
    void refusesASampleGivenTwice() {
        assertInvalid(
                "images/1,golden/D1,PASS,C1@1\nimages/1/C1@1_SolderLight.jpg,golden/D1,PASS,C1@1\n", "as in line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "PASS ", "", " "})
    void refusesALabelThatIsNoneOrPassButForItsCase(String label) {
        assertInvalid("images/1,golden/D1," + label + ",C1@1\n", ":2: expected PASS or a defect");
    }

    @Test
    void refusesATableThatDoesNotEndItsLastLine() {
        assertInvalid("images/1,golden/D1,PASS,C1@1", "newline");
    }

    @Test
    void refusesNoTableAndATableWithoutRows() throws IOException {
        assertCode(ErrorCode.MINING_POOL_MISSING);

        fixture.pool(PoolFixture.HEADER);
        assertCode(ErrorCode.MINING_POOL_EMPTY);
    }

    private List<SampleRow> read(String rows) throws IOException {
        fixture.pool(PoolFixture.HEADER + rows);
        return MiningPoolFile.read(fixture.workspace, PoolFixture.ONE_LIGHT)
                .table()
                .rows();
    }

    private void assertInvalid(String rows, String message) {
        assertThatThrownBy(() -> read(rows))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CSV_INVALID))
                .hasMessageContaining(message);
    }

    private void assertCode(ErrorCode code) {
        assertThatThrownBy(() -> MiningPoolFile.read(fixture.workspace, PoolFixture.ONE_LIGHT))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
