package dev.syncprotocol.aoi.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.table.Pictures;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StemPairingTest {
    @TempDir
    private Path folder;

    private PoolFixture fixture;

    @BeforeEach
    void folders() throws IOException {
        fixture = new PoolFixture(folder);
    }

    @Test
    void pairsByStemWhateverTheExtension() throws IOException {
        fixture.pair("D1+open_1.png", "D1+open_1.jpg");
        fixture.pair("D1+open_2.jpeg", "D1+open_2.PNG");

        Pairing pairing = StemPairing.of(fixture.workspace, PoolFixture.ONE_LIGHT);

        assertThat(pairing.objects()).extracting(PregenObject::objectName).containsExactly("D1+open_1", "D1+open_2");
        assertThat(pairing.labels()).containsEntry("open", 2).hasSize(1);
        assertThat(pairing.ngFiles()).isEqualTo(2);
    }

    @Test
    void takesASingleLightsSuffixAwayAndDoesWithoutIt() throws IOException {
        fixture.pair("D1+open_1_SolderLight.jpg", "D1+open_1.jpg");

        assertThat(StemPairing.of(fixture.workspace, PoolFixture.ONE_LIGHT).objects())
                .extracting(PregenObject::objectName)
                .containsExactly("D1+open_1");
    }

    @Test
    void wantsEveryLightOfSeveral() throws IOException {
        fixture.pair("a+open_1_SolderLight.jpg", "a+open_1_SolderLight.jpg");
        fixture.pair("a+open_1_WhiteLight.jpg", "a+open_1_WhiteLight.png");

        assertThat(StemPairing.of(fixture.workspace, PoolFixture.TWO_LIGHTS).objects())
                .singleElement()
                .satisfies(object -> assertThat(object.ng()).containsOnlyKeys("SolderLight", "WhiteLight"));

        Files.delete(fixture.workspace.pregenOk().resolve("a+open_1_WhiteLight.png"));
        assertUnpaired(PoolFixture.TWO_LIGHTS, "WhiteLight");
    }

    @Test
    void refusesAStemWithoutALightWhereThereAreSeveral() throws IOException {
        fixture.pair("a+open_1.jpg", "a+open_1.jpg");

        assertUnpaired(PoolFixture.TWO_LIGHTS, "_SolderLight or _WhiteLight");
    }

    /** As the names of weak pictures are read: {@code TargetNames} takes the longest light too. */
    @ParameterizedTest
    @ValueSource(strings = {"Light,White_Light", "White_Light,Light"})
    void takesTheLongestLightWhateverTheirOrder(String lights) throws IOException {
        for (String light : lights.split(",")) {
            fixture.pair("a+open_1_" + light + ".jpg", "a+open_1_" + light + ".jpg");
        }

        assertThat(StemPairing.of(fixture.workspace, new Pictures(List.of(lights.split(",")), ".jpg"))
                        .objects())
                .extracting(PregenObject::objectName)
                .containsExactly("a+open_1");
    }

    @Test
    void refusesADefectThatIsCalledPass() throws IOException {
        fixture.pair("D1+Pass_1.jpg", "D1+Pass_1.jpg");

        assertThatThrownBy(() -> StemPairing.of(fixture.workspace, PoolFixture.ONE_LIGHT))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CSV_INVALID))
                .hasMessageContaining("D1+Pass_1");
    }

    @Test
    void refusesAPictureWithoutItsPartner() throws IOException {
        fixture.pair("D1+open_1.jpg", "D1+open_1.jpg");
        fixture.picture(fixture.workspace.pregenNg().resolve("D1+open_2.jpg"));

        assertUnpaired(PoolFixture.ONE_LIGHT, "D1+open_2");
    }

    @Test
    void refusesAStemThatIsThereTwice() throws IOException {
        fixture.pair("D1+open_1.jpg", "D1+open_1.jpg");
        fixture.picture(fixture.workspace.pregenOk().resolve("D1+open_1.png"));

        assertUnpaired(PoolFixture.ONE_LIGHT, "D1+open_1.jpg and D1+open_1.png");
    }

    @Test
    void refusesAMissingFolderAndAnEmptyOne() throws IOException {
        assertCode(ErrorCode.PREGEN_EMPTY, PoolFixture.ONE_LIGHT);

        Files.delete(fixture.workspace.pregenOk());
        fixture.picture(fixture.workspace.pregenNg().resolve("D1+open_1.jpg"));
        assertCode(ErrorCode.PREGEN_MISSING, PoolFixture.ONE_LIGHT);
    }

    @Test
    void pairsWithoutLightsByTheWholeStem() throws IOException {
        fixture.pair("D1+open_1_SolderLight.jpg", "D1+open_1_SolderLight.jpg");

        assertThat(StemPairing.of(fixture.workspace, new Pictures(List.of(), ".jpg"))
                        .objects())
                .extracting(PregenObject::objectName)
                .containsExactly("D1+open_1_SolderLight");
    }

    @ParameterizedTest
    @CsvSource({
        "D1+open_1, open, D1+open",
        "D1+Pin_Hole_07, pin_hole, D1+pin_hole",
        "a+b+c_9, b+c, a+b+c",
        "+open_1, open, +open",
        "open_1, ng, ng",
        "D1+open, ng, ng",
        "D1+_3, ng, ng",
    })
    void takesTheDefectFromTheName(String name, String label, String type) {
        assertThat(PregenName.of(name)).isEqualTo(new PregenName(type, label));
    }

    private void assertUnpaired(Pictures pictures, String message) {
        assertThatThrownBy(() -> StemPairing.of(fixture.workspace, pictures))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PREGEN_UNPAIRED))
                .hasMessageContaining(message);
    }

    private void assertCode(ErrorCode code, Pictures pictures) {
        assertThatThrownBy(() -> StemPairing.of(fixture.workspace, pictures))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
