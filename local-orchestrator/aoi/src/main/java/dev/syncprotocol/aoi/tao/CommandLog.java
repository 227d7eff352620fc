package dev.syncprotocol.aoi.tao;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** {@code <phase>/commands.jsonl}: every container call with its image, exit code and duration (specification §8.1); no secret gets in. */
final class CommandLog {
    private static final String NAME = "commands.jsonl";

    private final Path resultsDir;
    private final SecretMask mask;

    CommandLog(Path resultsDir, SecretMask mask) {
        this.resultsDir = resultsDir;
        this.mask = mask;
    }

    /** Adds a line. */
    void add(String phase, ContainerCall call, String imageId, ContainerResult result) throws IOException {
        ObjectNode line = SyncJson.object();
        line.put("container", call.container().orElse(""));
        ArrayNode argv = line.putArray("argv");
        call.argv().forEach(argv::add);
        line.put("image_id", imageId);
        line.put("exit_code", result.exitCode());
        line.put("duration_ms", result.duration().toMillis());
        Path folder = Files.createDirectories(resultsDir.resolve(phase));
        Files.writeString(
                folder.resolve(NAME),
                mask.of(SyncJson.compact(line)) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
