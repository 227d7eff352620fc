package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.choice.Contradiction;
import dev.syncprotocol.aoi.choice.JudgedPhase;
import dev.syncprotocol.aoi.choice.PhaseChoice;
import dev.syncprotocol.aoi.handoff.HandOffFiles;
import dev.syncprotocol.aoi.kpi.OperatingPoint;
import dev.syncprotocol.aoi.kpi.StoredThreshold;
import dev.syncprotocol.protocol.json.SyncJson;

/** A hand-over as {@code sync aoi report --handoff} answers it: the files, why this phase, and what speaks against it. */
final class AoiHandOff {
    private AoiHandOff() {}

    static ObjectNode tree(HandOffFiles files) {
        ObjectNode tree = SyncJson.object()
                .put("model", files.model().toString())
                .put("inference_spec", files.inferenceSpec().toString())
                .put("notes", files.notes().toString())
                .put("iteration", files.phase())
                .put("checkpoint", files.checkpoint())
                .put("threshold", StoredThreshold.shortest(files.threshold()))
                .put("far_pct", StoredThreshold.shortest(files.farPct()))
                .put("why", files.choice().why());
        phases(tree.putArray("phases"), files.choice());
        ArrayNode contradictions = tree.putArray("contradictions");
        for (Contradiction found : files.choice().contradictions()) {
            contradictions.addObject().put("kind", found.kind().word()).put("text", found.text());
        }
        ArrayNode remedies = tree.putArray("remedies");
        files.choice().remedies().forEach(remedy -> remedies.add(remedy.what() + " " + remedy.how()));
        return tree;
    }

    private static void phases(ArrayNode into, PhaseChoice choice) {
        for (JudgedPhase phase : choice.phases()) {
            ObjectNode one = into.addObject().put("phase", phase.phase().word()).put("far_pct", phase.farPct());
            phase.benchmark()
                    .ifPresentOrElse(
                            point -> frozen(one.putObject("benchmark"), point), () -> one.putNull("benchmark"));
        }
    }

    private static void frozen(ObjectNode into, OperatingPoint point) {
        into.put("far_pct", point.farPct())
                .put("recall_pct", point.recallPct())
                .put("missed", point.fn())
                .put("n_ng", point.tp() + point.fn())
                .put("n_pass", point.fp() + point.tn());
    }

    static void say(HandOffFiles files, Words words) {
        words.line("handed over: " + files.phase() + ", FAR "
                        + RoundedFigures.in(StoredThreshold.decimal(files.farPct())) + " %, threshold "
                        + StoredThreshold.decimal(files.threshold()))
                .line("  " + files.model().getFileName() + ", "
                        + files.inferenceSpec().getFileName() + ", "
                        + files.notes().getFileName());
        PhaseChoice choice = files.choice();
        words.wrapped("  ", choice.why());
        choice.contradictions().forEach(found -> words.wrapped("warning: ", found.text()));
        choice.remedies().forEach(remedy -> words.wrapped("  do: ", remedy.what() + " " + remedy.how()));
    }
}
