package dev.syncprotocol.agent.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.round.Directive;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.protocol.PackageText;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SecretKind;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan in a model's words: read like anybody's, without control characters, and its run lines held to this program.
 *
 * @param plan the plan, when no rule is broken
 * @param yaml its text
 * @param broken every broken rule
 */
record ProposedPlan(Optional<RoundPlan> plan, String yaml, List<String> broken) {
    private static final int MOST_CHARACTERS = 64_000;
    /** What a proposed command may run: nothing that hands over, gives up or asks a model. */
    private static final List<String> RUNNABLE =
            List.of("train", "data", "preflight", "launch", "runs", "aoi", "verify");

    ProposedPlan {
        broken = List.copyOf(broken);
    }

    static ProposedPlan read(String answer) {
        if (answer.length() > MOST_CHARACTERS) {
            return refused(List.of("the plan is longer than " + MOST_CHARACTERS + " characters"));
        }
        Optional<SecretKind> secret = SecretKind.exactlyIn(answer);
        if (secret.isPresent()) {
            return refused(
                    List.of("it holds what looks like a secret: " + secret.get().words()));
        }
        try {
            byte[] json =
                    PackageText.in(answer.getBytes(StandardCharsets.UTF_8)).json();
            return parsed(SyncJson.yaml(
                    clean(LocatedDocument.read(json, DocumentFormat.JSON).root())));
        } catch (DocumentUnreadable e) {
            return refused(e.violations().stream().map(ProposedPlan::words).toList());
        }
    }

    private static ProposedPlan refused(List<String> broken) {
        return new ProposedPlan(Optional.empty(), "", broken);
    }

    private static ProposedPlan parsed(String yaml) {
        try {
            RoundPlan plan = RoundPlan.parse(yaml.getBytes(StandardCharsets.UTF_8), "the plan");
            List<String> broken = runLines(plan);
            return broken.isEmpty() ? new ProposedPlan(Optional.of(plan), yaml, broken) : refused(broken);
        } catch (SyncException e) {
            return refused(e.violations().stream().map(ProposedPlan::words).toList());
        }
    }

    private static String words(Violation violation) {
        return violation.pointer() + " " + violation.rule() + ": " + violation.expected();
    }

    private static List<String> runLines(RoundPlan plan) {
        List<String> broken = new ArrayList<>();
        for (Directive directive : plan.commands()) {
            List<String> run = directive.run();
            boolean ours =
                    run.isEmpty() || (run.size() > 1 && run.get(0).equals("sync") && RUNNABLE.contains(run.get(1)));
            if (!ours) {
                broken.add("/commands/" + (directive.id() - 1) + "/run: begins with sync and one of "
                        + String.join(", ", RUNNABLE) + ", or is left out");
            }
        }
        return broken;
    }

    /** The same tree, its texts without control characters, escapes and direction overrides. */
    private static JsonNode clean(JsonNode node) {
        if (node.isTextual()) {
            return SyncJson.object().textNode(ShownText.strip(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode list = SyncJson.object().arrayNode();
            node.forEach(item -> list.add(clean(item)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = SyncJson.object();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                object.set(field.getKey(), clean(field.getValue()));
            }
            return object;
        }
        return node;
    }
}
