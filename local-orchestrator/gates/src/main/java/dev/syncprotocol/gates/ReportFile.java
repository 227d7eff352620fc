package dev.syncprotocol.gates;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all: written under a temporary name beside them and renamed. */
public final class ReportFile {
    private ReportFile() {}

    /** A JSON document, indented by 2. */
    public static void write(Path file, JsonNode document) throws IOException {
        write(file, SyncJson.pretty(document).getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes; creates the folders above. A failing write leaves the old file. */
    public static void write(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        Files.createDirectories(target.getParent());
        Files.write(temporary, content);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
