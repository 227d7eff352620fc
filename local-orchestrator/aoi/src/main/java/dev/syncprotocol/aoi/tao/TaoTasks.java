package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs one task's container, writes its line into {@code commands.jsonl} and turns a failure into an error that shows the end of its log. */
final class TaoTasks {
    // S4-12.17: the containers look for this folder where they work.
    private static final String SPECS = "experiment_specs";
    private static final int SHOWN_LINES = 15;

    private final TaoSettings settings;
    private final ContainerRunner runner;
    private final CommandLog log;
    private final SecretMask mask;
    private final Map<String, String> imageIds = new HashMap<>();

    TaoTasks(TaoSettings settings, ContainerRunner runner) {
        this.settings = settings;
        this.runner = runner;
        mask = new SecretMask(settings.secrets());
        log = new CommandLog(settings.resultsDir(), mask);
    }

    /**
     * Runs a container to its end.
     *
     * @param environment values it gets by name
     * @param workingDir its working folder, which gets the empty folder the images want for as long as they run
     * @param logFile where its output goes
     * @throws SyncException {@code engine_failed} when it did not end with 0; {@code engine_unavailable} when docker or the image is gone
     */
    void run(
            String phase,
            String task,
            TaoImages.Image image,
            List<String> argv,
            Map<String, String> environment,
            Path workingDir,
            Path logFile)
            throws IOException {
        String imageId = imageId(image);
        Path specs = Files.createDirectories(workingDir.resolve(SPECS));
        ContainerCall call = ContainerCall.task(settings.container(phase, task), argv, environment, logFile);
        ContainerResult result = runner.run(call);
        log.add(phase, call, imageId, result);
        if (!result.ended()) {
            throw new ContainerFailed(
                    settings.container(phase, task),
                    result.exitCode(),
                    logFile.toString(),
                    lastLines(mask.of(result.output())));
        }
        Files.deleteIfExists(specs);
    }

    private String imageId(TaoImages.Image image) {
        return imageIds.computeIfAbsent(image.reference(), reference -> {
            ContainerResult found = runner.run(ContainerCall.probe(TaoCommands.imageId(reference)));
            if (!found.ended()) {
                throw new SyncException(
                                ErrorCode.ENGINE_UNAVAILABLE,
                                "no image " + reference + ": probed with docker image inspect, which ended with "
                                        + found.exitCode())
                        .withHint("fetch it with --pull, or run with --engine embedded");
            }
            return found.output().strip().lines().findFirst().orElse("");
        });
    }

    private static List<String> lastLines(String output) {
        List<String> lines = output.lines().toList();
        return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    }
}
