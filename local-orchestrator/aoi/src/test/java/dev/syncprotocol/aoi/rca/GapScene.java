package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.table.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Seven scored samples under two lights, with their pictures. */
public record GapScene(Path folder) {
    /** How the pictures are named. */
    public static final Pictures TWO_LIGHTS = new Pictures(List.of("SolderLight", "WhiteLight"), ".png");

    /** The table: at full recall the threshold is 0.2, and C3 and C4 are false alarms. */
    public static final String ROWS = """
            input_path,golden_path,label,object_name,boardname,siamese_score
            parts,golden,PASS,C1,b1,0.1
            parts,golden,PASS,C2,b1,0.2
            parts,golden,PASS,C3,b1,0.6
            parts,golden,PASS,C4,b2,0.7
            parts,golden,Open,C5,b2,0.5
            parts,golden,short,C6,b3,0.9
            parts,golden,short,C7,b3,0.8
            """;

    private static final int SAMPLES = 7;

    /** Draws the pictures. */
    public static GapScene drawn(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("images/parts"));
        BufferedImage picture = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int i = 1; i <= SAMPLES; i++) {
            for (String light : TWO_LIGHTS.lights()) {
                picture.setRGB(3, 3, 1000 * i + light.length());
                Files.write(
                        folder.resolve("images/parts").resolve(TWO_LIGHTS.fileName("C" + i, light)),
                        PictureFile.png(picture));
            }
        }
        return new GapScene(folder);
    }

    /** An analysis of rows of one's own, into the folder {@code rca}. */
    public GapOrder order(int topK, double minRecall, String rows) throws IOException {
        Path csv = Files.writeString(folder.resolve("inference.csv"), rows);
        Path out = Files.createDirectories(folder.resolve("rca"));
        return new GapOrder(
                "baseline",
                csv,
                folder.resolve("spec.yaml"),
                folder.resolve("images"),
                TWO_LIGHTS,
                minRecall,
                topK,
                out);
    }
}
