package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.engine.InferOrder;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.state.SeedState;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A baseline another pipeline trained (requirement S4-6.2).
 *
 * @param file the checkpoint it names
 * @param refusal why it is not taken; empty when it is
 */
record SeedCheckpoint(Path file, Optional<String> refusal) {
    /** The checkpoint of the approved seed state; empty when there is none or its baseline was not trained. */
    static Optional<SeedCheckpoint> of(StageRun stage, ChangeNetSpec spec) throws IOException {
        Optional<String> state = stage.run().parameters().seedState();
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Path from = Path.of(state.get());
        Optional<Path> named = SeedState.read(from).checkpoint();
        if (named.isEmpty()) {
            return Optional.of(
                    new SeedCheckpoint(from, Optional.of("trained anew: " + from + " names no trained baseline")));
        }
        return Optional.of(new SeedCheckpoint(named.get(), refusal(stage, spec, named.get())));
    }

    /** Whether it goes on in place of a training. */
    boolean isUsable() {
        return refusal.isEmpty();
    }

    private static Optional<String> refusal(StageRun stage, ChangeNetSpec spec, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of("trained anew: " + file + " is not there");
        }
        try {
            tryOn(stage, spec, file);
            return Optional.empty();
        } catch (SyncException unreadable) {
            if (unreadable.code() == ErrorCode.INTERRUPTED) {
                throw unreadable;
            }
            return Optional.of("trained anew: the engine does not read " + file + ": " + unreadable.getMessage());
        }
    }

    /** Scores one row: what an engine can do with a checkpoint is all it must be able to. */
    private static void tryOn(StageRun stage, ChangeNetSpec spec, Path file) throws IOException {
        Path folder = Files.createTempDirectory(stage.folder().root(), ".seed-");
        try {
            SampleTable kpi = SampleTableFile.read(stage.workspace().kpiCsv());
            Path one = folder.resolve("one_row.csv");
            SampleTableFile.write(one, new SampleTable(kpi.columns(), kpi.rows().subList(0, 1)));
            stage.classifier()
                    .infer(
                            new InferOrder(
                                    spec,
                                    stage.folder().spec(stage.phase()),
                                    stage.phase().word(),
                                    Checkpoints.LATEST,
                                    file,
                                    Tables.below(one, stage.workspace().kpiImages()),
                                    folder),
                            stage.progress());
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
