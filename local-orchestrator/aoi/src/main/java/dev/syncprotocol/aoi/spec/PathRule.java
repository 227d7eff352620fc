package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The path rule on an effective specification (S4-11.2, decision A6): nothing outside the workspace, nothing left open. */
public final class PathRule {
    private PathRule() {}

    /**
     * Refuses a specification that breaks the rule.
     *
     * @throws SyncException {@code path_rule} with every key that breaks it
     */
    public static void check(EffectiveSpec spec, Path workspace) {
        List<Violation> broken = violations(spec, workspace);
        if (!broken.isEmpty()) {
            Violation first = broken.get(0);
            throw new SyncException(
                    ErrorCode.PATH_RULE,
                    "specs/baseline_spec.yaml: " + first.rule() + ": expected " + first.expected() + ", found "
                            + first.found(),
                    null,
                    "change the key in specs/baseline_spec.yaml",
                    broken,
                    List.of());
        }
    }

    /** Every key that breaks the rule. */
    public static List<Violation> violations(EffectiveSpec spec, Path workspace) {
        List<Violation> broken = new ArrayList<>();
        walk(spec.tree(), "", workspace.toAbsolutePath().normalize(), broken);
        return broken;
    }

    private static void walk(JsonNode node, String pointer, Path workspace, List<Violation> broken) {
        node.properties().forEach(f -> walk(f.getValue(), pointer + "/" + f.getKey(), workspace, broken));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), pointer + "/" + i, workspace, broken);
            }
        }
        if (node.isTextual()) {
            judge(node.textValue(), pointer, workspace, broken);
        }
    }

    private static void judge(String text, String pointer, Path workspace, List<Violation> broken) {
        if (text.contains("${") || text.contains("???")) {
            broken.add(fault(pointer, "every value resolved", text));
        } else if (text.startsWith("/") && !Path.of(text).normalize().startsWith(workspace)) {
            broken.add(fault(pointer, "a path below " + workspace, text));
        }
    }

    private static Violation fault(String pointer, String expected, String found) {
        return new Violation(pointer, 0, 0, pointer.substring(1).replace('/', '.'), expected, found);
    }
}
