package dev.syncprotocol.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a simulated party may ask of another, and how that one delivers it. */
enum Demand {
    PACK("gemini", "pack", "templates/pack/", true),
    REPORT("gemini", "report", "reports/diversity.json", true),
    TABLE("gemini", "table", "reports/table.txt", false),
    LABELS("curator", "labels", "data/labels.txt", true),
    /** Asked by the external party itself, under the name of another demand. */
    SECOND_REPORT("curator", "report", "reports/curated.txt", true);

    private final String party;
    private final String word;
    private final String path;
    private final boolean required;

    Demand(String party, String word, String path, boolean required) {
        this.party = party;
        this.word = word;
        this.path = path;
        this.required = required;
    }

    String party() {
        return party;
    }

    String path() {
        return path;
    }

    /** The item of {@code need_from_<party>}. */
    ObjectNode asked() {
        ObjectNode need = artifact();
        need.put("desc", "a simulated demand");
        if (!required) {
            need.put("required", false);
        }
        if (this == PACK) {
            need.putObject("accept").put("min_files", 2);
        } else if (this == REPORT) {
            need.putObject("accept").putArray("required_keys").add("ttr");
        }
        return need;
    }

    /** The item of {@code artifacts_produced}. */
    ObjectNode artifact() {
        ObjectNode item = SyncJson.object();
        item.put("name", word);
        item.put("path", path);
        return item;
    }

    /** The files it consists of. */
    List<String> files() {
        return this == PACK ? List.of(path + "a.txt", path + "b.txt") : List.of(path);
    }

    void deliver(Path root, int version) throws IOException {
        for (String file : files()) {
            Path place = root.resolve(file);
            Files.createDirectories(place.getParent());
            Files.writeString(place, this == REPORT ? "{\"ttr\":" + version + "}" : file + " " + version);
        }
    }

    void withhold(Path root) throws IOException {
        for (String file : files()) {
            Files.deleteIfExists(root.resolve(file));
        }
    }
}
