package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.spec.EffectiveSpec;
import dev.syncprotocol.aoi.spec.PathRule;
import dev.syncprotocol.aoi.spec.PhaseOverrides;
import dev.syncprotocol.aoi.spec.SpecDerivation;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The effective specification of a phase, derived anew for each and never rewritten (decisions A2, A6). */
final class PhaseSpec {
    private PhaseSpec() {}

    /**
     * Derives, checks the path rule and writes it in place, so that the engine is given the file that stays.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code path_rule}, {@code config_invalid}
     */
    static EffectiveSpec write(StageRun stage, StagePlaces places) throws IOException {
        EffectiveSpec spec = SpecDerivation.derive(stage.run().baselineSpec(), overrides(stage));
        PathRule.check(spec, stage.workspace().root());
        Path place = stage.folder().spec(stage.phase());
        Path work = places.folder(place.getParent());
        AtomicFile.writeForced(
                work.resolve(place.getFileName().toString()), spec.yaml().getBytes(StandardCharsets.UTF_8));
        places.settle(place.getParent());
        return spec;
    }

    private static PhaseOverrides overrides(StageRun stage) throws IOException {
        AoiWorkspace workspace = stage.workspace();
        LoopParameters parameters = stage.run().parameters();
        TableLocation kpi = Tables.below(workspace.kpiCsv(), workspace.kpiImages());
        return new PhaseOverrides(
                stage.folder().phase(stage.phase()),
                training(stage),
                Tables.below(workspace.validationCsv(), workspace.kpiImages()),
                kpi,
                kpi,
                stage.run().backbone(),
                start(stage),
                OptionalInt.of(parameters.epochs()),
                OptionalInt.of(parameters.batchSize()));
    }

    private static TableLocation training(StageRun stage) {
        AoiWorkspace workspace = stage.workspace();
        return stage.phase().isBaseline()
                ? Tables.below(workspace.trainingCsv(), workspace.kpiImages())
                : Tables.below(stage.folder().combined(stage.phase()), workspace.root());
    }

    /** The previous phase's chosen checkpoint, as weights to start from and not as a training to resume (S4-12.14). */
    private static Optional<Path> start(StageRun stage) {
        Phase phase = stage.phase();
        return phase.isBaseline()
                ? Optional.empty()
                : Optional.of(StageRun.demanded(
                        stage.committed(phase.previous()).bestCheckpoint(), "best_ckpt_path of " + phase.previous()));
    }
}
