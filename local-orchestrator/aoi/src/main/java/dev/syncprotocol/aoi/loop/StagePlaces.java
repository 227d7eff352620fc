package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a stage works: in {@code <place>.tmp-<n>} beside each of its places, until all is complete; then everything is forced to the disk and moved
 * (specification §10.2). What an earlier try left, temporary or in place, goes to {@code aborted/}.
 */
public final class StagePlaces {
    private static final String TEMPORARY = ".tmp-";

    private final RunFolder run;
    private final Map<Path, Path> work = new LinkedHashMap<>();

    private StagePlaces(RunFolder run) {
        this.run = run;
    }

    /**
     * Begins: nothing of these places may be there afterwards.
     *
     * @param places what the stage will leave
     */
    static StagePlaces begin(RunFolder run, List<Path> places) throws IOException {
        StagePlaces begun = new StagePlaces(run);
        for (Path place : places) {
            begun.clear(place);
        }
        return begun;
    }

    /** Puts away whatever temporary file or folder a killed process left, wherever in the run; the caller holds the run's lock. */
    static void sweep(RunFolder run) throws IOException {
        List<Path> left = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(run.root())) {
            tree.filter(path -> !path.startsWith(run.aborted()) && isTemporary(path))
                    .forEach(left::add);
        }
        // A folder before what is in it, which goes with it.
        StagePlaces sweeping = new StagePlaces(run);
        for (Path path : left) {
            if (Files.exists(path)) {
                sweeping.abort(path);
            }
        }
    }

    /** The folder to work in for a place; made when it is first asked for. */
    public Path folder(Path place) throws IOException {
        Path known = work.get(place);
        return known != null ? known : Files.createDirectories(temporary(place));
    }

    /** The file to write for a place that is a file. */
    public Path file(Path place) throws IOException {
        Path temporary = temporary(place);
        Files.createDirectories(place.getParent());
        return temporary;
    }

    /** The place of a file that was written into one of the folders. */
    public Path settled(Path written) {
        for (Map.Entry<Path, Path> entry : work.entrySet()) {
            if (written.startsWith(entry.getValue())) {
                return entry.getKey()
                        .resolve(entry.getValue().relativize(written).toString());
            }
        }
        return written;
    }

    /** Forces everything to the disk and moves it in place. */
    void settle() throws IOException {
        for (Path place : work.keySet()) {
            settle(place);
        }
    }

    /** The same with one place, for what the rest of the stage must find in place. */
    void settle(Path place) throws IOException {
        Path temporary = temporary(place);
        if (Files.exists(temporary)) {
            force(temporary);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.forceFolder(place.getParent());
        }
    }

    private Path temporary(Path place) {
        return work.computeIfAbsent(place, wanted -> wanted.resolveSibling(wanted.getFileName() + TEMPORARY + "1"));
    }

    private void clear(Path place) throws IOException {
        if (!Files.isDirectory(place.getParent())) {
            return;
        }
        List<Path> left = new ArrayList<>();
        try (Stream<Path> siblings = Files.list(place.getParent())) {
            siblings.filter(path -> path.equals(place) || isTemporaryOf(path, place))
                    .sorted()
                    .forEach(left::add);
        }
        for (Path path : left) {
            abort(path);
        }
    }

    private static boolean isTemporaryOf(Path path, Path place) {
        return path.getFileName().toString().startsWith(place.getFileName() + TEMPORARY);
    }

    private static boolean isTemporary(Path path) {
        return path.getFileName().toString().matches(".+\\.tmp-\\d+");
    }

    private void abort(Path left) throws IOException {
        String name = run.root().relativize(left).toString().replace('/', '-').replace('\\', '-');
        Files.createDirectories(run.aborted());
        Path kept = run.aborted().resolve(name);
        for (int n = 2; Files.exists(kept); n++) {
            kept = run.aborted().resolve(name + "-" + n);
        }
        Files.move(left, kept, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void force(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(place)) {
            for (Path path : tree.toList()) {
                if (Files.isDirectory(path)) {
                    AtomicFile.forceFolder(path);
                } else {
                    forceFile(path);
                }
            }
        }
    }

    private static void forceFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
