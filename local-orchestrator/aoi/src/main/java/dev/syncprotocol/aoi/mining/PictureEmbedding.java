package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.rca.GapRow;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Embeds sources and targets with one embedder into one space. */
public final class PictureEmbedding {
    private static final int BATCH = 256;
    private static final String CENTRED = "encoder";

    private final ImageEmbedder embedder;
    private final Pictures pictures;

    /** Embeds with this embedder, pictures named like this. */
    public PictureEmbedding(ImageEmbedder embedder, Pictures pictures) {
        this.embedder = embedder;
        this.pictures = pictures;
    }

    /**
     * The source pool in a new space: one row per sample and light. The encoder's space is centred by the pool's mean, every other embedder's is plain.
     *
     * @param workspace what the samples' paths are relative to
     * @throws SyncException {@code embedding_invalid}
     */
    public Embeddings sources(List<SourceSample> samples, Path workspace) {
        List<Subject> subjects = subjects(samples);
        List<float[]> raw = raw(subjects, subject -> workspace.resolve(subject.filepath));
        EmbeddingSpace space = embedder.identity().name().equals(CENTRED)
                ? EmbeddingSpace.centredBy(embedder.identity(), raw)
                : EmbeddingSpace.plain(embedder.identity());
        return placed(space, subjects, raw);
    }

    /**
     * Further sources in the space of a run.
     *
     * @throws SyncException {@code encoder_mismatch} when this is not the embedder of the space
     */
    public Embeddings more(List<SourceSample> samples, Path workspace, EmbeddingSpace space) {
        refuseOther(space, "appended samples");
        List<Subject> subjects = subjects(samples);
        return placed(space, subjects, raw(subjects, subject -> workspace.resolve(subject.filepath)));
    }

    /**
     * The weak pictures of {@code mining_gaps.parquet} in the space of a run; pictures that stand there twice are embedded once a row.
     *
     * @throws SyncException {@code encoder_mismatch}, {@code embedding_invalid}
     */
    public Embeddings targets(Path miningGaps, EmbeddingSpace space) throws IOException {
        refuseOther(space, miningGaps.toString());
        List<Subject> subjects =
                GapFile.read(miningGaps).stream().map(this::subject).toList();
        return placed(space, subjects, raw(subjects, subject -> Path.of(subject.filepath)));
    }

    private void refuseOther(EmbeddingSpace space, String what) {
        if (!space.identity().equals(embedder.identity())) {
            throw new SyncException(
                    ErrorCode.ENCODER_MISMATCH,
                    what + ": the sources were embedded by " + space.identity() + ", not by " + embedder.identity());
        }
    }

    private List<Subject> subjects(List<SourceSample> samples) {
        List<Subject> subjects = new ArrayList<>();
        for (SourceSample sample : samples) {
            for (String light : pictures.lightsOrNone()) {
                String name = pictures.fileName(sample.row().objectName(), light);
                subjects.add(new Subject(
                        sample.row().inputPath() + "/" + name,
                        light,
                        sample.sampleKey(),
                        sample.row().label()));
            }
        }
        return subjects;
    }

    private Subject subject(GapRow gap) {
        String light = TargetNames.light(pictures, gap.filepath());
        return new Subject(gap.filepath(), light, TargetNames.key(pictures, gap.filepath(), light), gap.label());
    }

    private List<float[]> raw(List<Subject> subjects, Function<Subject, Path> file) {
        List<float[]> raw = new ArrayList<>();
        for (int from = 0; from < subjects.size(); from += BATCH) {
            raw.addAll(embedder.embed(subjects.subList(from, Math.min(subjects.size(), from + BATCH)).stream()
                    .map(file)
                    .toList()));
        }
        if (raw.size() != subjects.size()) {
            throw new SyncException(
                    ErrorCode.EMBEDDING_INVALID,
                    "the embedder made " + raw.size() + " vectors of " + subjects.size() + " pictures");
        }
        return raw;
    }

    private static Embeddings placed(EmbeddingSpace space, List<Subject> subjects, List<float[]> raw) {
        List<EmbeddedPicture> placed = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            Subject subject = subjects.get(i);
            float[] vector = space.place(raw.get(i), subject.filepath);
            placed.add(new EmbeddedPicture(subject.filepath, subject.light, subject.key, subject.label, vector));
        }
        return new Embeddings(space, placed);
    }

    /** A picture to embed. */
    private record Subject(String filepath, String light, String key, String label) {}
}
