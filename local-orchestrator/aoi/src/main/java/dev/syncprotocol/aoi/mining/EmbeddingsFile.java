package dev.syncprotocol.aoi.mining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Embeddings as Parquet: {@code filepath, embedding, label, light, sample_key}, one row a picture; the space stands in the file's metadata, so that
 * two files can never be compared by mistake.
 */
public final class EmbeddingsFile {
    private static final String SPACE = "sync.embedding_space";
    private static final String FILEPATH = "filepath";
    private static final String EMBEDDING = "embedding";
    private static final String LABEL = "label";
    private static final String LIGHT = "light";
    private static final String SAMPLE_KEY = "sample_key";

    private EmbeddingsFile() {}

    /** Writes embeddings with their space. */
    public static void write(Path file, Embeddings embeddings) throws IOException {
        List<EmbeddedPicture> pictures = embeddings.pictures();
        List<Column> columns = List.of(
                Column.texts(
                        FILEPATH,
                        pictures.stream().map(EmbeddedPicture::filepath).toList()),
                Column.vectors(
                        EMBEDDING,
                        pictures.stream().map(EmbeddedPicture::vector).toList()),
                Column.texts(
                        LABEL, pictures.stream().map(EmbeddedPicture::label).toList()),
                Column.texts(
                        LIGHT, pictures.stream().map(EmbeddedPicture::light).toList()),
                Column.texts(
                        SAMPLE_KEY,
                        pictures.stream().map(EmbeddedPicture::sampleKey).toList()));
        ParquetFile.write(file, new ParquetTable(columns, Map.of(SPACE, SyncJson.compact(tree(embeddings.space())))));
    }

    /**
     * Reads embeddings this class wrote.
     *
     * @throws SyncException {@code embedding_invalid} when the file names no space or a vector is not one of it
     */
    public static Embeddings read(Path file) throws IOException {
        ParquetTable table = ParquetFile.read(file);
        String space = table.notes().get(SPACE);
        if (space == null) {
            throw new SyncException(ErrorCode.EMBEDDING_INVALID, file + " does not say what embedded its pictures");
        }
        return new Embeddings(space(SyncJson.read(space)), pictures(table));
    }

    private static List<EmbeddedPicture> pictures(ParquetTable table) {
        List<String> filepaths = table.texts(FILEPATH);
        List<float[]> vectors = table.vectors(EMBEDDING);
        List<String> labels = table.texts(LABEL);
        List<String> lights = table.texts(LIGHT);
        List<String> keys = table.texts(SAMPLE_KEY);
        List<EmbeddedPicture> pictures = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            pictures.add(
                    new EmbeddedPicture(filepaths.get(i), lights.get(i), keys.get(i), labels.get(i), vectors.get(i)));
        }
        return pictures;
    }

    private static ObjectNode tree(EmbeddingSpace space) {
        EmbedderIdentity identity = space.identity();
        ObjectNode tree = SyncJson.object()
                .put("name", identity.name())
                .put("weights_sha256", identity.weightsSha256())
                .put("input_size", identity.inputSize())
                .put("normalisation", identity.normalisation())
                .put("dimensions", identity.dimensions());
        ArrayNode mean = tree.putArray("mean");
        space.mean().forEach(mean::add);
        return tree;
    }

    private static EmbeddingSpace space(JsonNode tree) {
        EmbedderIdentity identity = new EmbedderIdentity(
                tree.get("name").textValue(),
                tree.get("weights_sha256").textValue(),
                tree.get("input_size").textValue(),
                tree.get("normalisation").textValue(),
                tree.get("dimensions").intValue());
        List<Float> mean = new ArrayList<>();
        tree.get("mean").forEach(value -> mean.add(value.floatValue()));
        return new EmbeddingSpace(identity, mean);
    }
}
