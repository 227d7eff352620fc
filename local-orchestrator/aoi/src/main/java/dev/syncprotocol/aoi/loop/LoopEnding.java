package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.handoff.HandOff;
import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.log.StageRecord;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The loop-end sequence: {@code loop_stop} entry, report, hand-off (S4-12.19). Token alignment is a command of its own. */
record LoopEnding(ApprovedRun run, LoopSurroundings around, LoopLog log) {
    /** Does what is left of it; a run that is over already is left alone. */
    LoopEnd finish(DeftState state) throws IOException {
        boolean over = state.stopReason().isPresent();
        if (over && Reports.areComplete(run)) {
            return end(state, true);
        }
        DeftState ended = over ? state : stop(state);
        Reports.render(run, around);
        HandOff.write(run.folder().root());
        // Once more: the page says that the model was handed off.
        Reports.render(run, around);
        return end(ended, false);
    }

    private DeftState stop(DeftState state) throws IOException {
        NextStep.Reason reason = DeftLoop.nextStep(run, log.read(), state).reason();
        PhaseState best = state.best().orElseThrow();
        String word = reason.name().toLowerCase(Locale.ROOT);
        boolean met = reason == NextStep.Reason.KPI_MET;
        ObjectNode set = SyncJson.object()
                .put("reason", word)
                .put("kpi_met", met)
                .put("best_phase", best.phase().word());
        log.append(new StageRecord(
                new Phase(state.currentIteration()),
                LoopStage.LOOP_STOP,
                EntryStatus.OK,
                summary(word, best),
                0,
                set,
                List.of()));
        DeftState ended = DeftState.fold(run.facts(), log.read());
        ended.write(run.folder().state());
        around.listener().said("[loop_stop] " + summary(word, best));
        return ended;
    }

    private static String summary(String reason, PhaseState best) {
        return reason + ": best " + best.phase() + " FAR=" + best.farPct().orElseThrow() + "% threshold="
                + best.threshold().orElseThrow();
    }

    private LoopEnd end(DeftState state, boolean already) {
        boolean met = state.tree().path("sync").path("stop").path("kpi_met").asBoolean();
        return new LoopEnd(
                run.folder().root(),
                state.stopReason().orElseThrow(),
                met,
                already,
                state,
                Optional.of(run.folder().bestModel()).filter(Files::isRegularFile));
    }
}
