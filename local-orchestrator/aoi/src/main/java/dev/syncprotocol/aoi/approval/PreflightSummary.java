package dev.syncprotocol.aoi.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The Pre-Flight Summary: one document, of which the shown tables are rendered and over whose RFC 8785 form the digest is taken (specification
 * §9.2, §9.3). It holds nothing that changes by itself: no time but the run id, no free disk space.
 */
public final class PreflightSummary {
    /** The document's name and version. */
    public static final String SCHEMA = "sync.aoi-preflight-summary/1";

    private final ObjectNode tree;

    private PreflightSummary(ObjectNode tree) {
        this.tree = tree;
    }

    /** The summary of a tree that holds {@code run_id}, {@code parameters}, {@code inputs} and the tables. */
    public static PreflightSummary of(JsonNode tree) {
        return new PreflightSummary((ObjectNode) tree.deepCopy());
    }

    /** A copy of the document. */
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    /** The run it proposes. */
    public RunId run() {
        return new RunId(tree.path("run_id").asText());
    }

    /** The parameters. */
    public LoopParameters parameters() {
        return LoopParameters.of(tree.path("parameters"));
    }

    /** What the approval is bound to. */
    public List<BoundInput> inputs() {
        List<BoundInput> inputs = new ArrayList<>();
        tree.path("inputs").forEach(input -> inputs.add(BoundInput.of(input)));
        return inputs;
    }

    /** SHA-256 over the canonical form. */
    public Sha256 digest() {
        return Sha256.of(CanonicalJson.bytes(tree));
    }

    /** The plain token; printed by {@code sync aoi preflight} and by nothing else. */
    public ApprovalToken token() {
        return ApprovalToken.plain(run(), digest());
    }

    /** The file's text. */
    public String json() {
        return SyncJson.pretty(tree);
    }

    /** The tables for people. */
    public String markdown() {
        return SummaryMarkdown.of(tree, digest());
    }

    /** What differs from an earlier summary, one line a value: {@code /path: old -> new}. The run id does not count. */
    public List<String> differencesFrom(PreflightSummary earlier) {
        TreeMap<String, String> old = leaves(earlier.tree);
        TreeMap<String, String> now = leaves(tree);
        List<String> lines = new ArrayList<>();
        TreeMap<String, String> all = new TreeMap<>(old);
        all.putAll(now);
        for (String pointer : all.keySet()) {
            String before = old.getOrDefault(pointer, "(absent)");
            String after = now.getOrDefault(pointer, "(absent)");
            if (!before.equals(after)) {
                lines.add(pointer + ": " + before + " -> " + after);
            }
        }
        return lines;
    }

    private static TreeMap<String, String> leaves(ObjectNode tree) {
        TreeMap<String, String> leaves = new TreeMap<>();
        collect("", tree, leaves);
        leaves.remove("/run_id");
        leaves.remove("/results_dir");
        return leaves;
    }

    private static void collect(String pointer, JsonNode node, TreeMap<String, String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(pointer + "/" + key(field.getKey()), field.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(pointer + "/" + place(node.get(i), i), node.get(i), leaves);
            }
        } else {
            leaves.put(pointer, node.asText());
        }
    }

    /** Table rows and inputs are told apart by their names, so that one more of them moves no other. */
    private static String place(JsonNode item, int index) {
        return key(item.path("item").asText(item.path("name").asText(Integer.toString(index))));
    }

    private static String key(String name) {
        return name.replace("/", "~1");
    }
}
