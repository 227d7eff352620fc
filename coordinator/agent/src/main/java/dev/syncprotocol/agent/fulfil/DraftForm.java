package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.gates.build.TemplatePack;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Whether drafts are what their names say: JSON is JSON, rows are objects, a template pack is a whole one. */
final class DraftForm {
    private static final int MOST_NAMED = 5;

    private DraftForm() {}

    /** Every fault of the drafts of a need, the first few of each file. */
    static List<String> broken(Staging staging, RepoPath need) throws IOException {
        List<String> broken = new ArrayList<>();
        for (RepoPath path : staging.files()) {
            if (Reach.isWithin(need, path)) {
                String text = Files.readString(path.below(staging.root()));
                faults(path, text).stream().limit(MOST_NAMED).forEach(fault -> broken.add(path + ": " + fault));
            }
        }
        return broken;
    }

    private static List<String> faults(RepoPath path, String text) {
        if (path.value().endsWith(".jsonl")) {
            return rows(text);
        }
        return path.value().endsWith(".json") ? document(text) : List.of();
    }

    private static List<String> document(String text) {
        try {
            LocatedDocument document = LocatedDocument.read(text.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
            return TemplatePackText.isMeant(document.root()) ? TemplatePack.broken(text) : List.of();
        } catch (DocumentUnreadable e) {
            return List.of("no JSON document: " + e.violations().get(0).expected());
        }
    }

    private static List<String> rows(String text) {
        List<String> faults = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !isObject(line)) {
                faults.add("line " + number + " is no JSON object");
            }
        }
        return faults;
    }

    private static boolean isObject(String line) {
        try {
            return LocatedDocument.read(line.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON)
                    .root()
                    .isObject();
        } catch (DocumentUnreadable e) {
            return false;
        }
    }
}
