package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.rca.GapFile;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Mining (specification §11.5): the top-K sources of every weak picture, one row a sample, then the cut-off. */
public final class SourceMining {
    /** The kept samples as a table. */
    public static final String POOL = "mining_pool.csv";
    /** The kept samples' pictures, as the public contract names them. */
    public static final String MINED = "mined.parquet";
    /** The weak pictures' embeddings. */
    public static final String TARGETS = "target_embeddings.parquet";

    private final MiningOrder order;
    private final Map<String, SourceSample> samples = new TreeMap<>();
    private final Set<String> excluded;
    private final Set<String> searched;
    private final List<ConsideredPair> pairs;
    private final List<Candidate> candidates;
    private final List<Candidate> kept;

    private SourceMining(MiningOrder order, NeighbourFinder finder) throws IOException {
        this.order = order;
        refuseMismatch(order);
        order.sourcePool().forEach(sample -> samples.put(sample.sampleKey(), sample));
        excluded = order.settings().history() ? order.history().before(order.phase()) : Set.of();
        SourceSearch search = new SourceSearch(order.settings(), order.sources(), excluded);
        List<EmbeddedPicture> targets = order.targets().pictures();
        searched = search.searched(targets);
        pairs = finder.pairs(order, search);
        candidates = candidates(pairs);
        kept = candidates.stream().filter(this::isKept).toList();
    }

    /**
     * Mines with the neighbours somebody finds, and writes every file of {@code mining_filter/}.
     *
     * @throws SyncException {@code encoder_mismatch}, {@code embedding_invalid}, {@code label_filter_impossible}; {@code engine_failed} for
     *     neighbours that cannot be true
     */
    public static MiningOutcome mine(MiningOrder order, NeighbourFinder finder) throws IOException {
        return new SourceMining(order, finder).outcome();
    }

    private MiningOutcome outcome() throws IOException {
        Path folder = order.outputDir();
        SampleTable mined = MinedTable.of(kept, samples);
        SampleTableFile.write(folder.resolve(POOL), mined);
        Column filepaths = Column.texts(
                "filepath", kept.stream().map(c -> sample(c).filepath()).toList());
        ParquetFile.write(folder.resolve(MINED), ParquetTable.of(filepaths));
        EmbeddingsFile.write(folder.resolve(TARGETS), order.targets());
        MiningTexts texts = new MiningTexts(order, pairs, candidates, kept, samples, excludedHere());
        texts.write();
        SampleTable written = SampleTableFile.read(folder.resolve(POOL));
        return new MiningOutcome(
                order.targets().pictures().size(),
                order.sourcePool().size(),
                candidates.size(),
                kept.size(),
                excludedHere(),
                folder.resolve(MINED),
                written,
                order.history()
                        .with(
                                order.phase(),
                                kept.stream().map(Candidate::sampleKey).toList()),
                texts.warnings(),
                List.of(targetsEmbedded(), chosen(), cutOff(), tabled(written)));
    }

    private boolean isKept(Candidate candidate) {
        return order.settings().metric() != KnnMetric.COSINE
                || candidate.similarity() >= order.settings().minSimilarity();
    }

    private int excludedHere() {
        return (int) samples.keySet().stream().filter(excluded::contains).count();
    }

    private static List<Candidate> candidates(List<ConsideredPair> pairs) {
        Map<String, Candidate> bySample = new LinkedHashMap<>();
        for (ConsideredPair pair : pairs) {
            bySample.merge(
                    pair.sourceKey(),
                    new Candidate(pair.sourceKey(), pair.cosine(), pair.target(), 1),
                    (one, again) -> one.chosenBy(pair.target(), pair.cosine()));
        }
        return bySample.values().stream().sorted(Candidate.ORDER).toList();
    }

    private EdgeAccount targetsEmbedded() throws IOException {
        Tally in = Tally.of(GapFile.read(order.miningGaps()), gap -> new Origin(gap.label(), Origin.KPI));
        Tally out = Tally.of(order.targets().pictures(), target -> new Origin(target.label(), Origin.KPI));
        return EdgeAccount.of(Edge.E8, in, out);
    }

    private EdgeAccount chosen() {
        Set<String> chosen = candidates.stream().map(Candidate::sampleKey).collect(Collectors.toSet());
        List<String> passedOver =
                searched.stream().filter(key -> !chosen.contains(key)).toList();
        List<String> history =
                samples.keySet().stream().filter(excluded::contains).toList();
        List<String> otherLabel = order.sources().pictures().stream()
                .map(EmbeddedPicture::sampleKey)
                .distinct()
                .filter(key -> !excluded.contains(key) && !searched.contains(key))
                .toList();
        Reason unsearched = order.settings().filterByLabel() ? Reason.LABEL_FILTER : Reason.NOT_NEAREST;
        Tally notNearest = tally(passedOver);
        Map<Reason, Tally> rejected = new LinkedHashMap<>();
        rejected.put(Reason.EXCLUDED_BY_HISTORY, tally(history));
        rejected.put(Reason.NOT_NEAREST, notNearest);
        rejected.merge(unsearched, tally(otherLabel), Tally::plus);
        return new EdgeAccount(
                Edge.E9,
                tally(order.sourcePool().stream().map(SourceSample::sampleKey).toList()),
                tally(chosen),
                rejected);
    }

    private EdgeAccount cutOff() {
        List<String> below = candidates.stream()
                .filter(c -> !isKept(c))
                .map(Candidate::sampleKey)
                .toList();
        return new EdgeAccount(
                Edge.E10, tallyOf(candidates), tallyOf(kept), Map.of(Reason.BELOW_SIMILARITY, tally(below)));
    }

    private EdgeAccount tabled(SampleTable written) {
        Tally out = Tally.of(written.rows(), row -> new Origin(row.label(), row.cell(SourceSample.PROVENANCE)));
        return EdgeAccount.of(Edge.E11, tallyOf(kept), out);
    }

    private Tally tallyOf(List<Candidate> some) {
        return tally(some.stream().map(Candidate::sampleKey).toList());
    }

    private Tally tally(Collection<String> keys) {
        return Tally.of(keys, this::origin);
    }

    private Origin origin(String key) {
        SourceSample sample = sample(key);
        return new Origin(sample.row().label(), sample.provenance().word());
    }

    private SourceSample sample(Candidate candidate) {
        return sample(candidate.sampleKey());
    }

    private SourceSample sample(String key) {
        SourceSample sample = samples.get(key);
        if (sample == null) {
            throw new SyncException(ErrorCode.SILENT_DROP, "the embedded sample " + key + " is not in the source pool");
        }
        return sample;
    }

    private static void refuseMismatch(MiningOrder order) {
        if (!order.targets().space().equals(order.sources().space())) {
            throw new SyncException(
                    ErrorCode.ENCODER_MISMATCH,
                    "targets were embedded by " + order.targets().space().identity() + ", sources by "
                            + order.sources().space().identity());
        }
        order.targets()
                .pictures()
                .forEach(picture -> refuseInvalid(order.targets().space(), picture));
        order.sources()
                .pictures()
                .forEach(picture -> refuseInvalid(order.sources().space(), picture));
    }

    private static void refuseInvalid(EmbeddingSpace space, EmbeddedPicture picture) {
        double squares = 0;
        for (float value : picture.vector()) {
            squares += (double) value * value;
        }
        if (picture.vector().length != space.identity().dimensions() || !(squares > 0) || Double.isInfinite(squares)) {
            throw new SyncException(
                    ErrorCode.EMBEDDING_INVALID,
                    "the embedding of " + picture.filepath() + " is no direction of "
                            + space.identity().dimensions() + " finite numbers");
        }
    }
}
