package dev.syncprotocol.aoi.deeppcb;

import dev.syncprotocol.aoi.leakage.Leak;
import dev.syncprotocol.aoi.leakage.LeakageCheck;
import dev.syncprotocol.aoi.leakage.LeakageReport;
import dev.syncprotocol.aoi.leakage.NearCopyRule;
import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.table.Pictures;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tiles that a pre-flight would call a leak: bare tiles with a small blob look alike on every board. They leave the set that decides less. */
final class CrossSetCopies {
    private CrossSetCopies() {}

    /**
     * The objects to take out, by set.
     *
     * @param train sets that are learnt from; they give way
     * @param heldOut sets that are evaluated on, the one that gives way first
     */
    static Map<String, Set<String>> of(List<SampleSet> train, List<SampleSet> heldOut, Pictures pictures)
            throws IOException {
        LeakageReport report = new LeakageCheck(pictures, NearCopyRule.STOP).check(train, heldOut);
        Map<String, Set<String>> copies = new TreeMap<>();
        for (Leak leak : report.stops()) {
            copies.computeIfAbsent(leak.left().set(), set -> new HashSet<>())
                    .add(leak.left().object());
        }
        return copies;
    }
}
