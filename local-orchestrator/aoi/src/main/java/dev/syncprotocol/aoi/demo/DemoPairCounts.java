package dev.syncprotocol.aoi.demo;

import dev.syncprotocol.protocol.json.SyncJson;
import java.util.SortedMap;
import java.util.TreeMap;

/** Numbers the pre-generated pairs a type and writes {@code defect_spec.jsonl} of them. */
final class DemoPairCounts {
    private final SortedMap<String, Integer> counts = new TreeMap<>();

    /** {@code <texture>+<defect>_<n>}; the texture is the project. */
    String nextName(DemoSample sample) {
        String type = sample.design().name() + "+" + sample.label();
        return String.format("%s_%03d", type, counts.merge(type, 1, Integer::sum));
    }

    /** One line a type, with the number of pairs that were asked for. */
    String text() {
        StringBuilder text = new StringBuilder();
        counts.forEach((type, count) -> text.append(SyncJson.compact(
                        SyncJson.object().put("defect_type", type).put("count", count)))
                .append('\n'));
        return text.toString();
    }
}
