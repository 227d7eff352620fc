package dev.syncprotocol.aoi.rca;

import dev.syncprotocol.aoi.kpi.KpiAnalysis;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks whether found gaps can be true of the table they were found in: pictures of the KPI set with their labels and scores, every light of a sample,
 * the distance to a threshold that has the recall, and none left out that is weaker than one that is kept. How many are kept is not looked at here: a
 * sample that is missing is missing from edge E2.
 */
final class GapCheck {
    /** A container reads scores from text and may compute in 32 bits. */
    private static final double TOLERANCE = 1e-6;

    private static final double SLACK = 1e-12;

    private final GapOrder order;
    private final KpiAnalysis analysis;
    private final List<WeakSample> all;
    private final Map<Key, Deque<Place>> places = new HashMap<>();
    private final Map<String, BitSet> keptByLight = new LinkedHashMap<>();

    /** What a row of the gaps names. */
    private record Key(Path picture, String label) {}

    /** Where that is in the table. */
    private record Place(int sample, String light) {}

    private GapCheck(GapOrder order, KpiAnalysis analysis, List<WeakSample> all) {
        this.order = order;
        this.analysis = analysis;
        this.all = all;
        for (String light : order.pictures().lightsOrNone()) {
            keptByLight.put(light, new BitSet());
            for (int i = 0; i < all.size(); i++) {
                Key key = new Key(picture(all.get(i), light), all.get(i).label());
                places.computeIfAbsent(key, one -> new ArrayDeque<>()).add(new Place(i, light));
            }
        }
    }

    /**
     * The samples the rows stand for, in the table's order.
     *
     * @param order what was analysed
     * @param analysis the table at the threshold that was found
     * @param all its samples
     * @param rows the pictures that were found
     * @throws SyncException {@code engine_failed} naming what cannot be true
     */
    static List<WeakSample> kept(GapOrder order, KpiAnalysis analysis, List<WeakSample> all, List<GapRow> rows) {
        GapCheck check = new GapCheck(order, analysis, all);
        check.requireRecall();
        rows.forEach(check::place);
        BitSet kept = check.everyLight();
        check.refuseWeakerLeft(kept);
        return kept.stream().mapToObj(all::get).toList();
    }

    private void requireRecall() {
        double recall = analysis.counts().recall();
        if (recall < order.minRecall() - SLACK) {
            throw notBelieved("its threshold " + analysis.threshold().decimal() + " reaches recall " + recall + ", not "
                    + order.minRecall());
        }
    }

    private void place(GapRow row) {
        Path picture = order.imagesDir().resolve(row.filepath()).normalize();
        Deque<Place> free = places.get(new Key(picture, Labels.canonical(row.label())));
        if (free == null) {
            throw notBelieved("no picture of the KPI table is " + row.filepath() + " with label " + row.label());
        }
        if (free.isEmpty()) {
            throw notBelieved("it names " + row.filepath() + " once too often");
        }
        Place place = free.remove();
        WeakSample sample = all.get(place.sample());
        requireNear("score", row.score(), sample.score(), row);
        requireNear("weakness", row.weakness(), sample.weakness(), row);
        keptByLight.get(place.light()).set(place.sample());
    }

    private BitSet everyLight() {
        BitSet any = new BitSet();
        keptByLight.values().forEach(any::or);
        keptByLight.forEach((light, kept) -> {
            BitSet lacking = (BitSet) any.clone();
            lacking.andNot(kept);
            if (!lacking.isEmpty()) {
                WeakSample sample = all.get(lacking.nextSetBit(0));
                throw notBelieved("it lacks light " + light + " of "
                        + picture(sample, light).getFileName());
            }
        });
        return any;
    }

    private void refuseWeakerLeft(BitSet kept) {
        Map<String, Double> strongest = new HashMap<>();
        kept.stream()
                .mapToObj(all::get)
                .forEach(sample -> strongest.merge(sample.label(), sample.weakness(), Math::min));
        for (int i = kept.nextClearBit(0); i < all.size(); i = kept.nextClearBit(i + 1)) {
            WeakSample left = all.get(i);
            double bound = strongest.getOrDefault(left.label(), Double.POSITIVE_INFINITY);
            if (left.weakness() > bound + tolerance(bound)) {
                throw notBelieved("it leaves out " + left.row().objectName() + ", weakness "
                        + StoredThreshold.decimal(left.weakness()) + ", and keeps a " + left.label() + " of weakness "
                        + StoredThreshold.decimal(bound));
            }
        }
    }

    private void requireNear(String what, double told, double known, GapRow row) {
        if (!(Math.abs(told - known) <= tolerance(known))) {
            throw notBelieved("it gives " + row.filepath() + " the " + what + " " + told + ", computed is " + known);
        }
    }

    private Path picture(WeakSample sample, String light) {
        return order.pictures().input(order.imagesDir(), sample.row(), light).normalize();
    }

    private static double tolerance(double of) {
        return TOLERANCE * Math.max(1, Math.abs(of));
    }

    private SyncException notBelieved(String why) {
        return new SyncException(
                        ErrorCode.ENGINE_FAILED, "the gap analysis of " + order.phase() + " is not believed: " + why)
                .withHint("a run with the built-in analysis needs no container for it: --rca builtin");
    }
}
