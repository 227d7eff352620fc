package dev.syncprotocol.aoi.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PregenIngestTest {
    @TempDir
    private Path folder;

    private PoolFixture fixture;
    private Path synthPool;

    @BeforeEach
    void stage() throws IOException {
        fixture = PoolFixture.whole(folder);
        fixture.stage(PoolFixture.ONE_LIGHT);
        synthPool = fixture.resultsDir().resolve("synth_pool");
    }

    @Test
    void findsNothingNewWhereNothingChanged() throws IOException {
        Files.setLastModifiedTime(
                fixture.workspace.pregenNg().resolve("D1+open_1.jpg"), FileTime.fromMillis(1_000_000));

        Ingested ingested = ingest("iter1", synthPool.resolve("inputs.sha256.json"));

        assertThat(ingested).isEqualTo(new Ingested(2, 2, java.util.List.of()));
        assertThat(Files.readString(fixture.resultsDir().resolve("iter1/ingest_summary.json")))
                .contains("manifest_sha256");
    }

    @Test
    void takesInWhatThePoolGrewByAndOnlyOnce() throws IOException {
        append("images/30002,golden/D1,PASS,C1@1\n");

        Ingested first = ingest("iter1", synthPool.resolve("inputs.sha256.json"));
        Ingested second = ingest("iter2", fixture.resultsDir().resolve("iter1/inputs.sha256.json"));

        assertThat(first.delta())
                .extracting(SourceSample::sampleKey)
                .containsExactly("augmentation/mining_pool/images/30002/C1@1");
        assertThat(SourcePoolFile.read(fixture.resultsDir().resolve("iter1/source_pool_delta.csv")))
                .hasSize(1);
        assertThat(second.delta()).isEmpty();
        assertThat(second.realRows()).isEqualTo(3);
    }

    @Test
    void stopsAtAChangedPair() throws IOException {
        Files.write(fixture.workspace.pregenNg().resolve("D1+open_1.jpg"), new byte[] {1}, StandardOpenOption.APPEND);

        assertStops(ErrorCode.PREGEN_MUTATED, "reconstructed_image/D1+open_1.jpg");
    }

    @Test
    void stopsAtAnAddedFileAndAtARemovedOne() throws IOException {
        Path added = fixture.workspace.pregenOk().resolve("notes.txt");
        Files.writeString(added, "later");
        assertStops(ErrorCode.PREGEN_MUTATED, "a new file");

        Files.delete(added);
        Files.delete(fixture.workspace.pregenOk().resolve("D1+open_1.jpg"));
        assertStops(ErrorCode.PREGEN_MUTATED, "no file");
    }

    @Test
    void stopsAtAnEditedPoolAndAtATruncatedOne() throws IOException {
        String csv = Files.readString(fixture.workspace.miningPoolCsv());

        fixture.pool(csv.replace("PASS", "open"));
        assertStops(ErrorCode.MINING_POOL_REWRITTEN, "mining_pool.csv");
        fixture.pool(csv.substring(0, csv.length() - 4));
        assertStops(ErrorCode.MINING_POOL_REWRITTEN, "mining_pool.csv");
        fixture.pool(csv + "images/30002,golden/D1,PASS,C1@1");
        assertStops(ErrorCode.MINING_POOL_REWRITTEN, "mining_pool.csv");
        Files.delete(fixture.workspace.miningPoolCsv());
        assertStops(ErrorCode.MINING_POOL_REWRITTEN, "mining_pool.csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "augmentation/mining_pool/images/30001/C1@1_SolderLight.jpg",
                "kpi/images/golden/D1/C2@1_SolderLight.jpg"
            })
    void stopsAtAPoolPictureThatIsAnotherOneNow(String picture) throws IOException {
        Files.write(fixture.workspace.root().resolve(picture), new byte[] {1}, StandardOpenOption.APPEND);

        assertStops(ErrorCode.MINING_POOL_REWRITTEN, picture);
    }

    @Test
    void stopsAtACountThatWasRaisedDuringTheRun() throws IOException {
        Files.writeString(
                fixture.workspace.defectSpec(),
                "{\"defect_type\":\"open\",\"count\":2}\n{\"defect_type\":\"short\"}\n");

        assertStops(ErrorCode.AMP_ALLOCATION_MISMATCH, "open: expected 2 pairs, found 1 pairs");
    }

    @Test
    void stopsWithoutAManifest() throws IOException {
        Files.delete(synthPool.resolve("manifest.json"));

        assertStops(ErrorCode.EVIDENCE_MISSING, "manifest.json");
    }

    @ParameterizedTest
    @CsvSource({"'',EVIDENCE_CHANGED", "'{\"counts\":',EVIDENCE_CHANGED", "'{\"counts\":{\"sdg_rows\":0}}',PREGEN_EMPTY"
    })
    void stopsAtAManifestThatSaysNothing(String text, ErrorCode code) throws IOException {
        Files.writeString(synthPool.resolve("manifest.json"), text);

        assertStops(code, "manifest.json");
    }

    @Test
    void stopsAtASourcePoolThatLostARow() throws IOException {
        Path table = synthPool.resolve("source_pool.csv");
        String csv = Files.readString(table);
        Files.writeString(table, csv.substring(0, csv.lastIndexOf('\n', csv.length() - 2) + 1));

        assertStops(ErrorCode.AMP_ALLOCATION_MISMATCH, "short: expected 1 pairs, found 0 pairs");
    }

    private Ingested ingest(String phase, Path lastInputs) throws IOException {
        Path output = Files.createDirectories(fixture.resultsDir().resolve(phase));
        return PregenIngest.check(fixture.workspace, PoolFixture.ONE_LIGHT, synthPool, lastInputs, output);
    }

    private void append(String row) throws IOException {
        Files.write(fixture.workspace.miningPoolCsv(), row.getBytes(UTF_8), StandardOpenOption.APPEND);
        fixture.picture(fixture.workspace.miningPool().resolve("images/30002/C1@1_SolderLight.jpg"));
    }

    private void assertStops(ErrorCode code, String message) {
        assertThatThrownBy(() -> ingest("iter1", synthPool.resolve("inputs.sha256.json")))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
