package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the user asked for; what is empty gets its default and is never asked about (specification §3.5).
 *
 * @param target what is to be reached
 * @param training how long is trained
 * @param mining what is taken more of
 * @param engine who computes
 * @param nearCopy {@code stop}, {@code warn} or {@code off}
 * @param fetch what may be fetched after approval
 * @param seedState a state whose baseline is trained
 */
public record LoopWishes(
        TargetWishes target,
        TrainingWishes training,
        MiningWishes mining,
        EngineWishes engine,
        String nearCopy,
        FetchWishes fetch,
        Optional<Path> seedState) {
    /** Everything left to its default but the target. */
    public static LoopWishes of(String kpiTarget) {
        return new LoopWishes(
                new TargetWishes(kpiTarget, OptionalDouble.empty(), false),
                TrainingWishes.DEFAULT,
                MiningWishes.DEFAULT,
                EngineWishes.DEFAULT,
                "stop",
                FetchWishes.NONE,
                Optional.empty());
    }

    /** What an earlier summary asked for, as wishes again. */
    public static LoopWishes of(LoopParameters saved) {
        return new LoopWishes(
                TargetWishes.of(saved),
                TrainingWishes.of(saved),
                MiningWishes.of(saved),
                EngineWishes.of(saved),
                saved.nearCopy(),
                FetchWishes.of(saved),
                saved.seedState().map(Path::of));
    }

    /**
     * Refuses values that mean nothing, whatever the workspace.
     *
     * @return the target
     * @throws SyncException {@code usage}
     */
    public KpiTarget check() {
        KpiTarget parsed = target.target();
        training.check();
        mining.check();
        engine.check();
        Wish.oneOf("--near-copy", nearCopy, List.of("stop", "warn", "off"));
        fetch.check();
        return parsed;
    }

    /** The parameters, defaults filled in from the specification. */
    public LoopParameters resolve(ChangeNetSpec spec) {
        return new LoopParameters(
                check(),
                training.iterations(),
                training.epochs().orElse(spec.train().epochs()),
                training.batchSize().orElse(spec.dataset().batchSize()),
                mining.resolve(),
                mining.weakPerLabel(),
                engine.name(),
                engine.chosenEmbedder(),
                engine.services(),
                engine.threads(),
                nearCopy,
                target.required(),
                engine.allowBackboneSubstitution(),
                fetch.airGap(),
                fetch.pull(),
                fetch.weights(),
                seedState.map(path -> path.toAbsolutePath().normalize().toString()));
    }
}
