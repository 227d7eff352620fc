package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which {@code sync train} changes a config: those of a launch, and two words of the seeds. */
final class TrainChanges {
    @Mixin
    private LaunchChanges changes = new LaunchChanges();

    @Option(names = "--seed", paramLabel = "N", description = "run.seed, whatever the config says")
    @Nullable
    private Long seed;

    @Option(
            names = {"--out-dir", "--out_dir"},
            paramLabel = "DIR",
            description = "run.output_dir, whatever the config says")
    @Nullable
    private String outDir;

    /** Where the caller wants the output, as typed. */
    Optional<String> outDir() {
        return Optional.ofNullable(outDir);
    }

    Wishes wishes() {
        Wishes launch = changes.wishes();
        List<String> set = new ArrayList<>(launch.set());
        add(set, "--seed", "run.seed", seed);
        add(set, "--out-dir", "run.output_dir", outDir);
        return new Wishes(set, launch.allowed(), launch.fresh(), launch.codeDrift());
    }

    /** Two words for one key must say the same. */
    private static void add(List<String> set, String option, String key, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String change = key + "=" + value;
        set.stream()
                .filter(other -> other.startsWith(key + "=") && !other.equals(change))
                .findFirst()
                .ifPresent(other -> {
                    throw new SyncException(ErrorCode.USAGE, option + " " + value + " and --set " + other + " differ");
                });
        if (!set.contains(change)) {
            set.add(change);
        }
    }
}
