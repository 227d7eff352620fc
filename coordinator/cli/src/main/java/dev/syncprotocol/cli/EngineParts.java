package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.engine.EngineProvider;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.EngineFacts;
import dev.syncprotocol.training.Installed;
import dev.syncprotocol.training.PrecisionOutcome;
import dev.syncprotocol.training.StrategyProvider;
import dev.syncprotocol.training.TrainConfig;
import dev.syncprotocol.training.TrainConfigReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;

/** The engines this build has, asked of their jars without loading any native code. */
final class EngineParts {
    private EngineParts() {}

    /** A reader of training configs that knows what this build can train. */
    static TrainConfigReader reader() {
        return new TrainConfigReader(installed());
    }

    /** The strategy of this name; a config that was read names one that is there. */
    static StrategyProvider strategy(String name) {
        return installed().strategy(name).orElseThrow();
    }

    /** Whether an engine of the inspection loop with this name lies beside this program; none of its native code is loaded. */
    static boolean inspects(String engine) {
        return asked(loader -> ServiceLoader.load(EngineProvider.class, loader).stream()
                .anyMatch(found -> found.get().name().equals(engine)));
    }

    private static Installed installed() {
        return asked(Installed::find);
    }

    private static <T> T asked(Function<ClassLoader, T> question) {
        URL[] jars = Arrays.stream(OwnProgram.running().enginePath().split(File.pathSeparator))
                .flatMap(entry -> expand(entry).stream())
                .map(EngineParts::url)
                .toArray(URL[]::new);
        // The providers are made while the loader is open and need it no more afterwards.
        try (URLClassLoader loader = new URLClassLoader(jars, EngineParts.class.getClassLoader())) {
            return question.apply(loader);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.IO, "the engine's jars could not be read", e);
        }
    }

    /** The effective form of a config on this machine's CPU; the engine writes it again, with its own facts, when it starts. */
    static EffectiveConfig effective(LaunchPlan plan) {
        TrainConfig config = plan.loaded().config();
        if (config.engine().process().isPresent()) {
            return EffectiveConfig.handedOn(plan.loaded(), plan.threads());
        }
        EngineFacts facts = new EngineFacts(config.engine().name(), "cpu", false, 0);
        PrecisionOutcome precision = PrecisionOutcome.onCpu(config.run().mixedPrecision());
        return EffectiveConfig.of(plan.loaded(), plan.threads(), facts, precision);
    }

    private static List<Path> expand(String entry) {
        if (!entry.endsWith("*")) {
            return List.of(Path.of(entry));
        }
        try (Stream<Path> jars = Files.list(Path.of(entry).getParent())) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file's URI is a URL", e);
        }
    }
}
