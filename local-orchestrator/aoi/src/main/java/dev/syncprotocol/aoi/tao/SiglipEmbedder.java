package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** SigLIP in the data services container (S4-2.5): 768 numbers a picture, by way of two Parquet files. */
public final class SiglipEmbedder implements ImageEmbedder {
    /** The word of {@code --embedder}. */
    public static final String NAME = "siglip";

    /** The model when the user names none. */
    public static final String MODEL = "google/siglip-base-patch16-224";

    private static final int DIMENSIONS = 768;
    private static final List<String> VECTOR_COLUMNS = List.of("embedding", "image_embed");

    private final TaoServices services;
    private final Path folder;
    private final String imageId;

    /**
     * An embedder of a run.
     *
     * @param services of the run
     * @param folder inside the workspace, where its files go
     * @param imageId id of the data services image: another image may embed differently
     */
    public SiglipEmbedder(TaoServices services, Path folder, String imageId) {
        this.services = services;
        this.folder = folder;
        this.imageId = imageId;
    }

    @Override
    public EmbedderIdentity identity() {
        return new EmbedderIdentity(NAME, imageId.replace("sha256:", ""), "224x224 rgb", MODEL, DIMENSIONS);
    }

    @Override
    public List<float[]> embed(List<Path> pictures) {
        try {
            int call = next();
            Path work = Files.createDirectories(folder.resolve("embedding-" + call));
            Path input = work.resolve("pictures.parquet");
            Path output = work.resolve("embeddings.parquet");
            List<String> names = pictures.stream().map(Path::toString).toList();
            ParquetFile.write(input, ParquetTable.of(Column.texts("filepath", names)));
            services.embed("prestage", String.valueOf(call), MODEL, work, input, output);
            return vectors(names, ParquetFile.read(output), output);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "embedding in a container: " + e.getMessage(), e);
        }
    }

    /** Neither an earlier embedder of this run nor one of a killed process is overwritten, or believed. */
    private int next() {
        int call = 1;
        while (Files.exists(folder.resolve("embedding-" + call))) {
            call++;
        }
        return call;
    }

    private static List<float[]> vectors(List<String> asked, ParquetTable table, Path output) {
        String column = VECTOR_COLUMNS.stream()
                .filter(table::has)
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.EMBEDDING_INVALID, output + " has no column " + String.join(" or ", VECTOR_COLUMNS)));
        if (!table.has("filepath") || !table.texts("filepath").equals(asked)) {
            throw new SyncException(
                    ErrorCode.EMBEDDING_INVALID,
                    output + " does not name the " + asked.size() + " pictures that were asked, in their order");
        }
        return table.vectors(column);
    }
}
