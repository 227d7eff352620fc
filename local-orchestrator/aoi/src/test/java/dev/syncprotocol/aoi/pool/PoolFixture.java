package dev.syncprotocol.aoi.pool;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A small workspace with two pairs and two production samples, to be broken by a test. */
final class PoolFixture {
    static final Pictures ONE_LIGHT = new Pictures(List.of("SolderLight"), ".jpg");
    static final Pictures TWO_LIGHTS = new Pictures(List.of("SolderLight", "WhiteLight"), ".jpg");
    static final String HEADER = "input_path,golden_path,label,object_name\n";

    final AoiWorkspace workspace;

    PoolFixture(Path root) throws IOException {
        this.workspace = new AoiWorkspace(root);
        for (Path folder : List.of(workspace.pregenNg(), workspace.pregenOk(), workspace.miningPool())) {
            Files.createDirectories(folder);
        }
    }

    /** The fixture as nothing is wrong with it. */
    static PoolFixture whole(Path root) throws IOException {
        PoolFixture fixture = new PoolFixture(root);
        fixture.pair("D1+open_1.jpg", "D1+open_1.jpg");
        fixture.pair("D1+short_1.jpg", "D1+short_1.jpg");
        fixture.pool(HEADER + "images/30001,golden/D1,PASS,C1@1\nimages/30001,golden/D1,Missing,C2@1\n");
        for (String name : List.of("C1@1_SolderLight.jpg", "C2@1_SolderLight.jpg")) {
            fixture.picture(fixture.workspace.miningPool().resolve("images/30001/" + name));
            fixture.picture(fixture.workspace.kpiImages().resolve("golden/D1/" + name));
        }
        return fixture;
    }

    void pair(String ng, String ok) throws IOException {
        picture(workspace.pregenNg().resolve(ng));
        picture(workspace.pregenOk().resolve(ok));
    }

    void pool(String csv) throws IOException {
        Files.writeString(workspace.miningPoolCsv(), csv);
    }

    /** A picture whose pixels its name decides. */
    void picture(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Random random = new Random(file.getFileName().toString().hashCode());
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, random.nextInt(1 << 24));
        }
        Files.write(file, file.toString().endsWith(".png") ? PictureFile.png(image) : PictureFile.jpeg(image));
    }

    Path resultsDir() throws IOException {
        return Files.createDirectories(workspace.results().resolve("run_20260102_120000"));
    }

    Prestaged stage(Pictures pictures) throws IOException {
        Path output = Files.createDirectories(resultsDir().resolve("synth_pool"));
        return Prestage.stage(
                new PrestageOrder(workspace, pictures, resultsDir(), output, "descriptor", java.util.Optional.empty()));
    }
}
