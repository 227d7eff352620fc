package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What the adaptor found on this machine; looking changes nothing.
 *
 * @param missing what is not there and how it was probed, one sentence each
 * @param imageIds id by reference of the images that are there
 * @param absentImages references that a pull would have to fetch
 * @param gpus a line a GPU as the driver prints it
 * @param memoryMib of each GPU, in the same order
 */
public record TaoProbe(
        List<String> missing,
        SortedMap<String, String> imageIds,
        List<String> absentImages,
        List<String> gpus,
        List<Long> memoryMib) {
    private static final int LONGEST_QUOTE = 200;

    public TaoProbe {
        missing = List.copyOf(missing);
        absentImages = List.copyOf(absentImages);
        gpus = List.copyOf(gpus);
        memoryMib = List.copyOf(memoryMib);
    }

    /**
     * Looks for docker, a GPU, both images and the backbone.
     *
     * @param pulls whether a missing image will be fetched after the approval, and so is no fault now
     */
    public static TaoProbe of(TaoImages images, Optional<Path> backbone, boolean pulls, ContainerRunner runner) {
        return of(List.of(images.training(), images.dataServices()), backbone, pulls, runner);
    }

    /** The same for the images that are known by name. */
    public static TaoProbe of(
            List<TaoImages.Image> images, Optional<Path> backbone, boolean pulls, ContainerRunner runner) {
        List<String> missing = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        SortedMap<String, String> ids = new TreeMap<>();
        ContainerResult docker = ask(TaoCommands.dockerInfo(), runner);
        if (docker.ended()) {
            for (TaoImages.Image image : images) {
                ContainerResult found = ask(TaoCommands.imageId(image.reference()), runner);
                if (found.ended()) {
                    ids.put(image.reference(), found.output().strip());
                } else {
                    absent.add(image.reference());
                }
            }
        } else {
            missing.add(sentence("no docker", TaoCommands.dockerInfo(), docker));
        }
        if (!pulls) {
            absent.forEach(reference -> missing.add("no image " + reference + ": probed with "
                    + String.join(" ", TaoCommands.imageId(reference)) + ", which does not know it"));
        }
        ContainerResult listed = ask(TaoCommands.gpus(), runner);
        List<String> gpus = listed.ended() ? lines(listed) : List.of();
        if (gpus.isEmpty()) {
            missing.add(sentence("no GPU", TaoCommands.gpus(), listed));
        }
        backbone.filter(file -> !Files.isReadable(file))
                .ifPresent(file -> missing.add("no weights: " + file + " is no readable file"));
        return new TaoProbe(missing, ids, absent, gpus, memory(gpus, runner));
    }

    /** The advice of P9 on the batch of the smallest GPU; empty when no memory was told. */
    public Optional<Integer> advisedBatchSize() {
        LongStream memory = memoryMib.stream().mapToLong(Long::longValue);
        return memory.boxed().min(Long::compare).map(TaoProbe::batchFor);
    }

    /** The answer of the engine port. */
    public EngineProbe answer() {
        String version = imageIds.isEmpty() ? "no image" : String.join(", ", imageIds.keySet());
        return new EngineProbe(missing.isEmpty(), "tao by docker, " + version, gpus, missing);
    }

    /**
     * Refuses to go on where anything is missing; never a silent fallback.
     *
     * @throws SyncException {@code engine_unavailable} with every missing part
     */
    public void require() {
        if (!missing.isEmpty()) {
            throw new SyncException(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            "the tao engine cannot run here: " + String.join("; ", missing))
                    .withHint("the embedded engine needs none of this: --engine embedded");
        }
    }

    private static int batchFor(long mib) {
        // P9: 45 GiB and more, 22 GiB and more, less.
        long gib = mib / 1024;
        if (gib >= 45) {
            return 16;
        }
        return gib >= 22 ? 8 : 4;
    }

    private static List<Long> memory(List<String> gpus, ContainerRunner runner) {
        if (gpus.isEmpty()) {
            return List.of();
        }
        ContainerResult told = ask(TaoCommands.gpuMemory(), runner);
        return !told.ended()
                ? List.of()
                : lines(told).stream()
                        .filter(line -> line.matches("\\d+"))
                        .map(Long::valueOf)
                        .toList();
    }

    private static ContainerResult ask(List<String> argv, ContainerRunner runner) {
        return runner.run(ContainerCall.probe(argv));
    }

    private static List<String> lines(ContainerResult result) {
        return result.output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String sentence(String what, List<String> argv, ContainerResult result) {
        String said = result.output().strip().replaceAll("\\s+", " ");
        String quoted = said.length() > LONGEST_QUOTE ? said.substring(0, LONGEST_QUOTE) + "…" : said;
        return what + ": probed with " + String.join(" ", argv) + ", which ended with " + result.exitCode()
                + (quoted.isEmpty() ? "" : " (" + quoted + ")");
    }
}
