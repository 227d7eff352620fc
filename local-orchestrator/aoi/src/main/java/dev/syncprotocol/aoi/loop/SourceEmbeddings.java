package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.mining.EmbeddedPicture;
import dev.syncprotocol.aoi.mining.Embeddings;
import dev.syncprotocol.aoi.mining.EmbeddingsFile;
import dev.syncprotocol.aoi.mining.Likeness;
import dev.syncprotocol.aoi.mining.PictureEmbedding;
import dev.syncprotocol.aoi.pool.SourcePoolFile;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.tao.SiglipEmbedder;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The source pool's embeddings: made once a run, at staging, or with the embedder {@code encoder} as soon as the baseline's checkpoint is chosen
 * (decision A5); rows the pool grows by are embedded alone (decision A27).
 */
final class SourceEmbeddings {
    /** Rows an iteration found appended. */
    static final String DELTA_CSV = "source_pool_delta.csv";

    /** Their embeddings; only where there are such rows. */
    static final String DELTA_PARQUET = "source_embeddings_delta.parquet";

    private SourceEmbeddings() {}

    /** Whether this stage is the one that makes them. */
    static boolean madeAfterBaseline(StageRun stage) {
        return stage.phase().isBaseline() && needsBaseline(stage);
    }

    /** Whether the embedder waits for the baseline's weights. */
    static boolean needsBaseline(StageRun stage) {
        return stage.run().parameters().embedder().equals(Embedders.ENCODER);
    }

    /** What staging left of them. */
    static List<Path> madeAtStaging(ApprovedRun run) {
        return run.parameters().embedder().equals(Embedders.ENCODER)
                ? List.of()
                : List.of(run.folder().sourceEmbeddings());
    }

    /** The files. */
    static List<Path> places(StageRun stage) {
        return List.of(stage.folder().sourceEmbeddings(), stage.folder().sourceEmbedLog());
    }

    /**
     * Embeds the whole pool into the places' temporary files.
     *
     * @return edge E7, and how alike KPI and pool are
     */
    static Made make(StageRun stage, StagePlaces places, Optional<Path> baseline) throws IOException {
        List<SourceSample> samples = SourcePoolFile.read(stage.folder().sourcePool());
        // The table is settled last: it is what says that all is there.
        Path log = places.file(stage.folder().sourceEmbedLog());
        Path parquet = places.file(stage.folder().sourceEmbeddings());
        ImageEmbedder embedder = stage.embedders().find(stage.run().parameters().embedder(), baseline);
        Embeddings embeddings = new PictureEmbedding(embedder, stage.pictures())
                .sources(samples, stage.workspace().root());
        EmbeddingsFile.write(parquet, embeddings);
        Optional<Likeness> likeness = likeness(stage, embedder, embeddings);
        double cutoff = stage.run().mining().minSimilarity();
        String line = embedder.identity().words() + ": " + embeddings.pictures().size() + " pictures of "
                + samples.size() + " samples\n"
                + likeness.map(found -> found.words(cutoff) + "\n").orElse("");
        AtomicFile.writeForced(log, line.getBytes(StandardCharsets.UTF_8));
        return new Made(
                account(stage, samples, EmbeddingsFile.read(parquet)),
                likeness.flatMap(found -> found.warning(cutoff)));
    }

    /**
     * The embeddings are written.
     *
     * @param account edge E7
     * @param warning of check P14; empty when the cut-off tells pictures apart, or the embedder is a container
     */
    record Made(EdgeAccount account, Optional<String> warning) {}

    /** P14 in the run's own space; a container is not started for it, its first mining tells. */
    private static Optional<Likeness> likeness(StageRun stage, ImageEmbedder embedder, Embeddings pool)
            throws IOException {
        if (isContainer(stage)) {
            return Optional.empty();
        }
        Pictures pictures = stage.pictures();
        Path images = stage.workspace().kpiImages();
        String light = pictures.lightsOrNone().get(0);
        List<Path> kpi = SampleTableFile.read(stage.workspace().kpiCsv()).rows().stream()
                .limit(Likeness.MOST)
                .map(row -> pictures.input(images, row, light))
                .toList();
        List<float[]> raw = embedder.embed(kpi);
        List<float[]> placed = new ArrayList<>();
        for (int i = 0; i < kpi.size(); i++) {
            placed.add(pool.space().place(raw.get(i), kpi.get(i).toString()));
        }
        return Optional.of(Likeness.of(placed, vectors(pool, light)));
    }

    /** Whether the embedder runs in a container. */
    static boolean isContainer(StageRun stage) {
        return stage.run().parameters().embedder().equals(SiglipEmbedder.NAME);
    }

    private static List<float[]> vectors(Embeddings embeddings, String light) {
        return embeddings.pictures().stream()
                .filter(picture -> picture.light().equals(light))
                .map(EmbeddedPicture::vector)
                .toList();
    }

    /** P14 of a container's embedder: weak KPI pictures against the pool, all it has been asked for. */
    static Optional<String> warning(StageRun stage, Embeddings targets, Embeddings pool) throws IOException {
        String light = stage.pictures().lightsOrNone().get(0);
        return Likeness.of(vectors(targets, light), vectors(pool, light))
                .warning(stage.run().mining().minSimilarity());
    }

    /**
     * Embeds appended rows in the run's space.
     *
     * @return edges E6 and E7 of those rows
     */
    static List<EdgeAccount> makeDelta(StageRun stage, Path folder, List<SourceSample> delta) throws IOException {
        Embeddings known = EmbeddingsFile.read(stage.folder().sourceEmbeddings());
        Embeddings more = new PictureEmbedding(embedder(stage), stage.pictures())
                .more(delta, stage.workspace().root(), known.space());
        EmbeddingsFile.write(folder.resolve(DELTA_PARQUET), more);
        List<SourceSample> written = SourcePoolFile.read(folder.resolve(DELTA_CSV));
        return List.of(
                EdgeAccount.of(Edge.E6, tally(delta), tally(written)),
                account(stage, written, EmbeddingsFile.read(folder.resolve(DELTA_PARQUET))));
    }

    /** The run's embedder, with the baseline's weights where it needs them. */
    static ImageEmbedder embedder(StageRun stage) {
        Optional<Path> baseline =
                needsBaseline(stage) ? stage.committed(Phase.BASELINE).bestCheckpoint() : Optional.empty();
        return stage.embedders().find(stage.run().parameters().embedder(), baseline);
    }

    /** Where the committed pool, its embeddings and what it grew by lie, and the weights they were made with. */
    static List<Path> committed(StageRun stage) {
        List<Path> files = new ArrayList<>(
                List.of(stage.folder().sourcePool(), stage.folder().sourceEmbeddings()));
        for (Path folder : ingests(stage)) {
            files.add(folder.resolve(DELTA_CSV));
            files.add(folder.resolve(DELTA_PARQUET));
        }
        if (needsBaseline(stage)) {
            stage.committed(Phase.BASELINE).bestCheckpoint().ifPresent(files::add);
        }
        return files;
    }

    /** The whole source pool as this iteration sees it, additions included. */
    static List<SourceSample> samples(StageRun stage) throws IOException {
        List<SourceSample> samples =
                new ArrayList<>(SourcePoolFile.read(stage.folder().sourcePool()));
        for (Path folder : ingests(stage)) {
            samples.addAll(SourcePoolFile.read(folder.resolve(DELTA_CSV)));
        }
        return samples;
    }

    /**
     * The embeddings of the same, every picture of every sample.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code silent_drop} when one is gone since it was written
     */
    static Embeddings all(StageRun stage) throws IOException {
        Embeddings pool = EmbeddingsFile.read(stage.folder().sourceEmbeddings());
        List<EmbeddedPicture> pictures = new ArrayList<>(pool.pictures());
        for (Path folder : ingests(stage)) {
            if (Files.isRegularFile(folder.resolve(DELTA_PARQUET))) {
                pictures.addAll(
                        EmbeddingsFile.read(folder.resolve(DELTA_PARQUET)).pictures());
            }
        }
        Embeddings all = new Embeddings(pool.space(), pictures);
        account(stage, samples(stage), all).check(stage.folder().sourceEmbeddings() + ": ");
        return all;
    }

    /** Rows by label and provenance. */
    static Tally tally(List<SourceSample> samples) {
        return Tally.of(samples, SourceEmbeddings::origin);
    }

    private static Origin origin(SourceSample sample) {
        return new Origin(sample.row().label(), sample.provenance().word());
    }

    private static List<Path> ingests(StageRun stage) {
        List<Path> folders = new ArrayList<>();
        for (Phase phase = Phase.BASELINE.next(); phase.compareTo(stage.phase()) <= 0; phase = phase.next()) {
            folders.add(stage.folder().ingest(phase));
        }
        return folders;
    }

    private static EdgeAccount account(StageRun stage, List<SourceSample> samples, Embeddings embedded)
            throws IOException {
        Map<String, Origin> origins = new HashMap<>();
        samples.forEach(sample -> origins.put(sample.sampleKey(), origin(sample)));
        Origin unknown = new Origin(Origin.ANY, Origin.ANY);
        Tally out = Tally.of(embedded.pictures(), picture -> origins.getOrDefault(picture.sampleKey(), unknown));
        return EdgeAccount.of(
                Edge.E7, tally(samples).times(stage.pictures().lightsOrNone().size()), out);
    }
}
