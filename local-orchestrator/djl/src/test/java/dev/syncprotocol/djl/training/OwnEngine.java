package dev.syncprotocol.djl.training;

import dev.syncprotocol.training.Engine;
import dev.syncprotocol.training.EngineProvider;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.Objective;
import dev.syncprotocol.training.launch.TrainingProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Puts a test's own engine in the place of an installed one.
 *
 * @param installed the one that is replaced: its keys and what it can train
 * @param engine the test's
 */
record OwnEngine(EngineProvider installed, Engine engine) implements EngineProvider {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    /** Trains in this process with it; the exit code and all that was said. */
    static Ended train(String key, Engine engine, Path launchFolder, BooleanSupplier afterEachStep) throws IOException {
        Installed found = Installed.find();
        List<EngineProvider> engines = new ArrayList<>();
        engines.add(new OwnEngine(found.engine(key).orElseThrow(), engine));
        engines.addAll(found.engines());
        Installed own = new Installed(engines, found.strategies(), found.callbacks(), found.rewards());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var surroundings = new TrainingProcess.Surroundings(out, (output, error) -> out, Map.of(), 1, own, NOON);
        int code = new TrainingProcess(launchFolder, surroundings, afterEachStep).run();
        return new Ended(code, said.toString(StandardCharsets.UTF_8));
    }

    /** How a run ended. */
    record Ended(int code, String said) {}

    @Override
    public Set<String> keys() {
        return installed.keys();
    }

    @Override
    public Set<Class<? extends Objective>> objectives() {
        return installed.objectives();
    }

    @Override
    public boolean trainsAdapters() {
        return installed.trainsAdapters();
    }

    @Override
    public Engine create() {
        return engine;
    }
}
