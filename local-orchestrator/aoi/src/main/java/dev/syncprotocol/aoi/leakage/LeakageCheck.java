package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.aoi.table.Pictures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares what is trained on with what is held out, and the held-out sets with each other, by content (specification §11.7). One object remembers the pictures it has decoded,
 * so later checks of one process cost little. Not thread-safe.
 */
public final class LeakageCheck {
    private final SetReading reading;
    private final NearCopyRule nearCopies;

    /** A check of pictures named like this. */
    public LeakageCheck(Pictures pictures, NearCopyRule nearCopies) {
        this.reading = new SetReading(pictures);
        this.nearCopies = nearCopies;
    }

    /**
     * Compares every training set with every held-out set, and the held-out sets with each other. Training sets are not compared among themselves. Equal golden pictures alone are
     * no leak.
     *
     * @throws IOException when a picture cannot be read; tables are checked before
     */
    public LeakageReport check(List<SampleSet> train, List<SampleSet> heldOut) throws IOException {
        List<ComparedSet> left = read(train);
        List<ComparedSet> right = read(heldOut);
        Findings findings = new Findings();
        for (ComparedSet one : left) {
            for (ComparedSet other : right) {
                findings.add(new SetComparison(one, other, nearCopies));
            }
        }
        for (int i = 0; i < right.size(); i++) {
            for (int j = i + 1; j < right.size(); j++) {
                findings.add(new SetComparison(right.get(i), right.get(j), nearCopies));
            }
        }
        int rows = left.stream().mapToInt(set -> set.rows().size()).sum()
                + right.stream().mapToInt(set -> set.rows().size()).sum();
        return new LeakageReport(findings.stops, findings.warnings, rows, findings.overlaps);
    }

    private List<ComparedSet> read(List<SampleSet> sets) throws IOException {
        List<ComparedSet> read = new ArrayList<>();
        for (SampleSet set : sets) {
            read.add(reading.read(set));
        }
        return read;
    }

    /** What the comparisons found so far. */
    private static final class Findings {
        private final List<Leak> stops = new ArrayList<>();
        private final List<Leak> warnings = new ArrayList<>();
        private final SortedMap<String, Integer> overlaps = new TreeMap<>();

        void add(SetComparison comparison) {
            comparison.run();
            stops.addAll(comparison.stops());
            warnings.addAll(comparison.warnings());
            overlaps.merge(comparison.name(), comparison.stops().size(), Integer::sum);
        }
    }
}
