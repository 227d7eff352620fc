package dev.syncprotocol.aoi.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Path;

/** {@code ingest_summary.json} (specification §8.6). */
final class IngestSummary {
    private IngestSummary() {}

    /** The summary of a staging whose files stand, in the end, in this folder. */
    static ObjectNode of(Prestaged staged, Path synthPool) {
        ObjectNode tree = SyncJson.object()
                .put("input_count", staged.ngFiles())
                .put("paired_count", staged.sdgRows())
                .put("skipped_unpaired_count", 0);
        tree.putArray("skipped_unpaired_examples");
        tree.put("converted_to_jpg_count", staged.convertedFiles());
        ObjectNode labels = tree.putObject("labels");
        staged.source().stream()
                .filter(sample -> sample.provenance() == Provenance.SDG)
                .map(sample -> sample.row().label())
                .sorted()
                .forEach(label -> labels.put(label, labels.path(label).asInt() + 1));
        return tree.put("ng_staging_dir", synthPool.resolve("images/synth_ng").toString())
                .put("ok_staging_dir", synthPool.resolve("images/synth_ok").toString())
                .put("output_csv", synthPool.resolve("sdg_rows.csv").toString());
    }
}
