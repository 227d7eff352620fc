package dev.syncprotocol.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of a SYNC package that JSON Schema cannot say (coordinator.md section 3). Each looks only at values of the
 * right type: a wrong type is the schema's finding, and one fault is reported once.
 */
final class PackageRules {
    private static final Pattern NEED_FIELD = Pattern.compile("need_from_([a-z][a-z0-9_-]{0,31})");
    private static final int MAX_NOTES_BYTES = 16 * 1024;
    private static final String SPOKEN_VERSION = "1";

    private final LocatedDocument document;
    private final JsonNode root;
    private final Set<Party> declared;
    private final List<Violation> found = new ArrayList<>();

    private PackageRules(LocatedDocument document, Set<Party> declared) {
        this.document = document;
        this.root = document.root();
        this.declared = declared;
    }

    static List<Violation> violations(LocatedDocument document, Set<Party> declared) {
        PackageRules rules = new PackageRules(document, declared);
        rules.version();
        rules.parties();
        rules.needs();
        rules.artifacts();
        rules.risks();
        rules.notes();
        return rules.found;
    }

    /** The party a {@code need_from_…} field asks. */
    static Optional<Party> partyAsked(String field) {
        Matcher matcher = NEED_FIELD.matcher(field);
        return matcher.matches() ? Optional.of(new Party(matcher.group(1))) : Optional.empty();
    }

    private void version() {
        String version = root.path("sync_version").asText(SPOKEN_VERSION);
        if (!version.equals(SPOKEN_VERSION) && !version.startsWith(SPOKEN_VERSION + ".")) {
            broken("/sync_version", "sync_version", "a version this program reads: " + SPOKEN_VERSION, version);
        }
    }

    private void parties() {
        if (root.path("from").isTextual()) {
            declared("/from", root.get("from").textValue());
        }
        needFields().forEach((field, party) -> {
            declared("/" + field, party.name());
            if (party.name().equals(root.path("from").asText())) {
                broken("/" + field, "need from another party", "a field for another party", "a need from oneself");
            }
        });
    }

    private void declared(String pointer, String name) {
        if (declared.stream().noneMatch(party -> party.name().equals(name))) {
            broken(pointer, "declared party", "one of " + new TreeSet<>(declared), name);
        }
    }

    private void needs() {
        Map<String, String> firstUse = new HashMap<>();
        needFields()
                .keySet()
                .forEach(field -> eachItem(field, (pointer, need) -> {
                    uniqueName(pointer, need, firstUse);
                    path(pointer + "/path", need.path("path"));
                    path(pointer + "/accept/json_schema", need.path("accept").path("json_schema"));
                    path(
                            pointer + "/alternative/produces",
                            need.path("alternative").path("produces"));
                }));
    }

    private void artifacts() {
        Map<String, String> firstUse = new HashMap<>();
        eachItem("artifacts_produced", (pointer, artifact) -> {
            uniqueName(pointer, artifact, firstUse);
            path(pointer + "/path", artifact.path("path"));
        });
    }

    private void uniqueName(String pointer, JsonNode item, Map<String, String> firstUse) {
        if (!item.path("name").isTextual()) {
            return;
        }
        String earlier = firstUse.putIfAbsent(item.get("name").textValue(), pointer);
        if (earlier != null) {
            broken(
                    pointer + "/name",
                    "names unique within the package",
                    "a name not used at " + earlier,
                    item.get("name").textValue());
        }
    }

    private void path(String pointer, JsonNode value) {
        if (value.isTextual() && !value.textValue().isEmpty()) {
            RepoPath.refusal(value.textValue())
                    .ifPresent(refusal -> broken(pointer, refusal.rule(), refusal.expected(), value.textValue()));
        }
    }

    private void risks() {
        JsonNode risks = root.path("risks_blockers");
        for (int i = 0; i < risks.size(); i++) {
            if (risks.size() > 1 && risks.get(i).asText().equals("none")) {
                broken("/risks_blockers/" + i, "none stands alone", "[\"none\"], or risks without it", "none");
            }
        }
    }

    private void notes() {
        int bytes = root.path("notes").asText("").getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_NOTES_BYTES) {
            broken("/notes", "notes: size", "at most " + MAX_NOTES_BYTES + " bytes", bytes + " bytes");
        }
    }

    private Map<String, Party> needFields() {
        Map<String, Party> fields = new java.util.LinkedHashMap<>();
        root.fieldNames().forEachRemaining(field -> partyAsked(field).ifPresent(party -> fields.put(field, party)));
        return fields;
    }

    private void eachItem(String field, java.util.function.BiConsumer<String, JsonNode> visit) {
        JsonNode items = root.path(field);
        for (int i = 0; items.isArray() && i < items.size(); i++) {
            visit.accept("/" + field + "/" + i, items.get(i));
        }
    }

    private void broken(String pointer, String rule, String expected, String value) {
        found.add(document.violation(pointer, rule, expected, value));
    }
}
