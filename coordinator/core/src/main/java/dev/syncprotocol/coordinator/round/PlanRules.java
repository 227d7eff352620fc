package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a plan must obey beyond its schema: ids in order, paths of the workspace, names unique. */
final class PlanRules {
    private final LocatedDocument document;
    private final List<Violation> violations = new ArrayList<>();

    private PlanRules(LocatedDocument document) {
        this.document = document;
    }

    static void check(LocatedDocument document, String what) {
        PlanRules rules = new PlanRules(document);
        rules.commands();
        rules.needs();
        if (!rules.violations.isEmpty()) {
            throw SchemaValidator.invalid(ErrorCode.PLAN_INVALID, what, rules.violations);
        }
    }

    private void commands() {
        int expected = 1;
        for (JsonNode command : document.root().path("commands")) {
            String pointer = "/commands/" + (expected - 1);
            if (command.path("id").asInt() != expected) {
                add(
                        pointer + "/id",
                        "ids in order",
                        String.valueOf(expected),
                        command.path("id").asText());
            }
            paths(command.path("produces"), pointer + "/produces");
            expected++;
        }
    }

    private void needs() {
        Set<String> names = new HashSet<>();
        document.root().path("needs").properties().forEach(party -> {
            String pointer = "/needs/" + party.getKey();
            paths(party.getValue(), pointer);
            int index = 0;
            for (JsonNode need : party.getValue()) {
                String name = need.path("name").asText();
                if (!names.add(name)) {
                    add(pointer + "/" + index + "/name", "unique names", "a name used once in the plan", name);
                }
                index++;
            }
        });
    }

    private void paths(JsonNode items, String pointer) {
        int index = 0;
        for (JsonNode item : items) {
            String path = item.path("path").asText();
            String place = pointer + "/" + index + "/path";
            RepoPath.refusal(path).ifPresent(refusal -> add(place, refusal.rule(), refusal.expected(), path));
            index++;
        }
    }

    private void add(String pointer, String rule, String expected, String found) {
        violations.add(document.violation(pointer, rule, expected, found));
    }
}
