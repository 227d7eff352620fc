package dev.syncprotocol.aoi.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrestageTest {
    @TempDir
    private Path folder;

    @Test
    void unitesRealAndMadeRowsWithTheirProvenance() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);

        Prestaged staged = fixture.stage(PoolFixture.ONE_LIGHT);

        assertThat(staged.realRows()).isEqualTo(2);
        assertThat(staged.sdgRows()).isEqualTo(2);
        assertThat(staged.labels())
                .containsEntry("PASS", 1)
                .containsEntry("missing", 1)
                .containsEntry("open", 1);
        assertThat(Files.readString(synthPool(fixture).resolve("source_pool.csv"))
                        .lines())
                .first()
                .asString()
                .endsWith("comp_type_1,provenance,filepath,sample_key");
        assertThat(SourcePoolFile.read(synthPool(fixture).resolve("source_pool.csv")))
                .extracting(sample -> sample.provenance().word() + " " + sample.filepath())
                .containsExactly(
                        "real augmentation/mining_pool/images/30001/C1@1_SolderLight.jpg",
                        "real augmentation/mining_pool/images/30001/C2@1_SolderLight.jpg",
                        "sdg results/run_20260102_120000/synth_pool/images/synth_ng/D1+open_1_SolderLight.jpg",
                        "sdg results/run_20260102_120000/synth_pool/images/synth_ng/D1+short_1_SolderLight.jpg");
    }

    @Test
    void stagesFilesThatItsRowsName() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);
        fixture.stage(PoolFixture.ONE_LIGHT);

        for (SourceSample sample : SourcePoolFile.read(synthPool(fixture).resolve("source_pool.csv"))) {
            assertThat(fixture.workspace.root().resolve(sample.filepath())).isRegularFile();
            assertThat(PoolFixture.ONE_LIGHT.golden(fixture.workspace.root(), sample.row(), "SolderLight"))
                    .isRegularFile();
        }
    }

    @Test
    void copiesBytesWhereTheFormatIsRightAndEncodesTheOthers() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);
        fixture.pair("D1+spur_1.png", "D1+spur_1.jpeg");

        Prestaged staged = fixture.stage(PoolFixture.ONE_LIGHT);

        Path ng = synthPool(fixture).resolve("images/synth_ng");
        assertThat(staged.convertedFiles()).isEqualTo(1);
        assertThat(ng.resolve("D1+open_1_SolderLight.jpg"))
                .hasSameBinaryContentAs(fixture.workspace.pregenNg().resolve("D1+open_1.jpg"));
        assertThat(synthPool(fixture).resolve("images/synth_ok/D1+spur_1_SolderLight.jpg"))
                .hasSameBinaryContentAs(fixture.workspace.pregenOk().resolve("D1+spur_1.jpeg"));
        BufferedImage decoded = PictureFile.read(ng.resolve("D1+spur_1_SolderLight.jpg"));
        assertThat(decoded.getWidth()).isEqualTo(16);
        assertThat(Files.readAllBytes(ng.resolve("D1+spur_1_SolderLight.jpg"))).startsWith((byte) 0xFF, (byte) 0xD8);
    }

    /** Times apart there is nothing in the pool that another staging of the same files would write differently. */
    @Test
    void stagesTheSameBytesAgain() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);
        fixture.pair("D1+spur_1.png", "D1+spur_1.jpeg");
        fixture.stage(PoolFixture.ONE_LIGHT);
        Path first = folder.resolve("first");
        Files.move(synthPool(fixture), first);
        fixture.stage(PoolFixture.ONE_LIGHT);

        try (Stream<Path> files = Files.walk(first)) {
            List<Path> staged = files.filter(Files::isRegularFile).toList();
            assertThat(staged).hasSize(5 + 2 * 3);
            staged.forEach(file -> assertThat(fixture.workspace
                            .results()
                            .resolve("run_20260102_120000/synth_pool")
                            .resolve(first.relativize(file)))
                    .hasSameBinaryContentAs(file));
        }
    }

    @Test
    void stagesEveryLight() throws IOException {
        PoolFixture fixture = new PoolFixture(folder);
        fixture.pair("a+open_1_SolderLight.jpg", "a+open_1_SolderLight.jpg");
        fixture.pair("a+open_1_WhiteLight.jpg", "a+open_1_WhiteLight.jpg");
        fixture.pool(PoolFixture.HEADER + "images/1,golden/D1,PASS,C1\n");
        for (String light : List.of("SolderLight", "WhiteLight")) {
            fixture.picture(fixture.workspace.miningPool().resolve("images/1/C1_" + light + ".jpg"));
            fixture.picture(fixture.workspace.miningPool().resolve("golden/D1/C1_" + light + ".jpg"));
        }

        fixture.stage(new Pictures(List.of("WhiteLight", "SolderLight"), ".jpg"));

        assertThat(synthPool(fixture).resolve("images/synth_ng/a+open_1_WhiteLight.jpg"))
                .isRegularFile();
        assertThat(synthPool(fixture).resolve("images/synth_ok/a+open_1_SolderLight.jpg"))
                .isRegularFile();
        assertThat(Files.readString(synthPool(fixture).resolve("sdg_rows.csv"))).contains("a+open_1_WhiteLight.jpg");
    }

    @Test
    void writesAManifestWithTheCountsOfItsRows() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);
        fixture.stage(PoolFixture.ONE_LIGHT);

        JsonNode manifest = SyncJson.read(Files.readString(synthPool(fixture).resolve("manifest.json")));
        assertThat(manifest.at("/counts/real_rows").intValue()).isEqualTo(2);
        assertThat(manifest.at("/counts/sdg_rows").intValue()).isEqualTo(2);
        assertThat(manifest.at("/counts/total_rows").intValue()).isEqualTo(4);
        assertThat(manifest.path("siglip_model").isNull()).isTrue();
        assertThat(manifest.path("source_pool_csv").textValue())
                .isEqualTo(synthPool(fixture).resolve("source_pool.csv").toString());
        JsonNode summary = SyncJson.read(Files.readString(synthPool(fixture).resolve("ingest_summary.json")));
        assertThat(summary.path("paired_count").intValue()).isEqualTo(2);
        assertThat(summary.at("/labels/open").intValue()).isEqualTo(1);
    }

    @Test
    void plansWhatItWouldStageAndWritesNothing() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);

        PrestagePlan plan = Prestage.plan(
                fixture.workspace,
                StemPairing.of(fixture.workspace, PoolFixture.ONE_LIGHT),
                MiningPoolFile.read(fixture.workspace, PoolFixture.ONE_LIGHT));

        assertThat(plan.pairs()).isEqualTo(2);
        assertThat(plan.bytesToWrite()).isPositive();
        assertThat(fixture.workspace.results()).doesNotExist();
    }

    @Test
    void stagesNothingWhereLessLiesThereThanWasAskedFor() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);
        Files.writeString(
                fixture.workspace.defectSpec(),
                "{\"defect_type\":\"D1+open\",\"count\":3}\n{\"defect_type\":\"short\"}\n");

        assertThatThrownBy(() -> fixture.stage(PoolFixture.ONE_LIGHT))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AMP_ALLOCATION_MISMATCH))
                .hasMessageContaining("D1+open: expected 3 pairs, found 1 pairs");
        assertThat(synthPool(fixture).resolve("images")).doesNotExist();
    }

    @Test
    void refusesAnInputThatIsNoPicture() throws IOException {
        PoolFixture fixture = PoolFixture.whole(folder);
        Files.writeString(fixture.workspace.pregenNg().resolve("D1+open_1.jpg"), "no picture");
        Files.move(
                fixture.workspace.pregenNg().resolve("D1+open_1.jpg"),
                fixture.workspace.pregenNg().resolve("D1+open_1.png"));

        assertThatThrownBy(() -> fixture.stage(PoolFixture.ONE_LIGHT)).hasMessageContaining("is no picture");
    }

    private static Path synthPool(PoolFixture fixture) throws IOException {
        return fixture.resultsDir().resolve("synth_pool");
    }
}
