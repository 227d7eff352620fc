package dev.syncprotocol.aoi.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.picture.PictureFile;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stages the pool once a run (specification §8.6, §11.4 ingest): pairs copied under one naming, every light, and the source pool as a table. Embeddings are another's work.
 */
public final class Prestage {
    private static final String NG = "images/synth_ng";
    private static final String OK = "images/synth_ok";

    private final PrestageOrder order;
    private int converted;

    private Prestage(PrestageOrder order) {
        this.order = order;
    }

    /** What staging would do; writes nothing. */
    public static PrestagePlan plan(AoiWorkspace workspace, Pairing pairing, MiningPool pool) throws IOException {
        long bytes = pool.bytes();
        for (PregenObject object : pairing.objects()) {
            for (Path file : object.ng().values()) {
                bytes += Files.size(file);
            }
            for (Path file : object.ok().values()) {
                bytes += Files.size(file);
            }
        }
        int pairs = pairing.objects().size();
        return new PrestagePlan(pairs, pool.table().size(), pairs, bytes);
    }

    /**
     * Stages. Writes {@code images/}, {@code sdg_rows.csv}, {@code source_pool.csv}, {@code ingest_summary.json}, {@code inputs.sha256.json} and {@code manifest.json} into the
     * order's folder.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException the hard stops of pairing, of the pool and {@code amp_allocation_mismatch}
     */
    public static Prestaged stage(PrestageOrder order) throws IOException {
        return new Prestage(order).run();
    }

    private Prestaged run() throws IOException {
        Pairing pairing = StemPairing.of(order.workspace(), order.pictures());
        AmpAllocation.check(DefectSpec.read(order.workspace().defectSpec()), pairing);
        MiningPool pool = MiningPoolFile.read(order.workspace(), order.pictures());
        copy(pairing);
        List<SourceSample> made = SourcePoolFile.made(pairing.objects(), staged(NG), staged(OK), order.pictures());
        List<SourceSample> source =
                new ArrayList<>(SourcePoolFile.real(pool.table().rows(), order.pictures()));
        source.addAll(made);
        Prestaged result = new Prestaged(
                pool.table().size(),
                made.size(),
                pairing.ngFiles(),
                pairing.okFiles(),
                converted,
                labels(source),
                source);
        AmpAllocation.check(pairing, labels(made), result.sdgRows());
        SourcePoolFile.write(file("sdg_rows.csv"), made);
        SourcePoolFile.write(file("source_pool.csv"), source);
        InputDigests.take(order.workspace(), order.pictures(), pool).write(file("inputs.sha256.json"));
        write("ingest_summary.json", IngestSummary.of(result, finalDir()));
        write("manifest.json", manifest(result));
        return result;
    }

    private void copy(Pairing pairing) throws IOException {
        Files.createDirectories(file(NG));
        Files.createDirectories(file(OK));
        for (PregenObject object : pairing.objects()) {
            copy(object.objectName(), object.ng(), file(NG));
            copy(object.objectName(), object.ok(), file(OK));
        }
    }

    private void copy(String name, Map<String, Path> byLight, Path folder) throws IOException {
        for (Map.Entry<String, Path> picture : byLight.entrySet()) {
            Path target = folder.resolve(order.pictures().fileName(name, picture.getKey()));
            Files.write(target, content(picture.getValue()));
        }
    }

    /** The bytes as they are where the format is the one of the specification, else encoded anew. */
    private byte[] content(Path picture) throws IOException {
        String wanted = order.pictures().extension();
        if (PictureNames.sameFormat(PictureNames.extension(picture), wanted)) {
            return Files.readAllBytes(picture);
        }
        BufferedImage image = PictureFile.read(picture);
        converted++;
        return PictureNames.sameFormat(wanted, ".jpg") ? PictureFile.jpeg(image) : PictureFile.png(image);
    }

    private ObjectNode manifest(Prestaged result) throws IOException {
        Path pool = finalDir();
        boolean siglip = order.siglipModel().isPresent();
        ObjectNode tree = SyncJson.object()
                .put("schema_version", 1)
                .put("workspace", order.workspace().root().toString())
                .put("results_dir", order.resultsDir().toString())
                .put("synth_pool_dir", pool.toString())
                .put("source_pool_csv", pool.resolve("source_pool.csv").toString())
                .put("source_pool_parquet", pool.resolve("source_pool.parquet").toString())
                .put(
                        "source_embeddings_parquet",
                        pool.resolve("source_embeddings.parquet").toString())
                .put("sdg_rows_csv", pool.resolve("sdg_rows.csv").toString())
                .put("ng_dir", pool.resolve(NG).toString())
                .put("ok_dir", pool.resolve(OK).toString())
                .put("siglip_model", siglip ? order.siglipModel().get() : null);
        tree.putObject("counts")
                .put("real_rows", result.realRows())
                .put("sdg_rows", result.sdgRows())
                .put("total_rows", result.realRows() + result.sdgRows());
        tree.put("embedder", order.embedder());
        order.pictures().lights().forEach(tree.putArray("lights")::add);
        tree.put("image_ext", order.pictures().extension());
        tree.put("inputs_sha256", Sha256.ofFile(file("inputs.sha256.json")).hex());
        ObjectNode labels = tree.putObject("labels");
        result.labels().forEach(labels::put);
        return tree;
    }

    private static SortedMap<String, Integer> labels(List<SourceSample> samples) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        samples.stream()
                .map(SourceSample::row)
                .map(SampleRow::label)
                .forEach(label -> counts.merge(label, 1, Integer::sum));
        return counts;
    }

    private String staged(String folder) {
        return order.workspace().relative(finalDir().resolve(folder));
    }

    private Path finalDir() {
        return order.resultsDir().resolve("synth_pool");
    }

    private Path file(String name) {
        return order.outputDir().resolve(name);
    }

    private void write(String name, ObjectNode tree) throws IOException {
        AtomicFile.replace(file(name), SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
    }
}
