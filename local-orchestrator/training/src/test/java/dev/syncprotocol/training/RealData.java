package dev.syncprotocol.training;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Data that is not part of this repository: it lies in the folder of the system property {@code sync.data}, or in
 * {@code shared/data} beside the checkout. A test that needs some of it is skipped where it is not there, and says so.
 */
public final class RealData {
    private RealData() {}

    /** A file of that folder. */
    public static Path file(String path) {
        String beside = System.getProperty("sync.root", ".") + "/../shared/data";
        Path file = Path.of(System.getProperty("sync.data", beside), path)
                .toAbsolutePath()
                .normalize();
        assumeTrue(Files.exists(file), "the data " + path + " is not on this machine; -Dsync.data names its folder");
        return file;
    }

    /** The rows of a JSON Lines file of that folder; lines end at {@code \n} only. */
    public static List<JsonNode> rows(String path) throws IOException {
        return List.of(Files.readString(file(path)).split("\n")).stream()
                .map(SyncJson::read)
                .toList();
    }
}
