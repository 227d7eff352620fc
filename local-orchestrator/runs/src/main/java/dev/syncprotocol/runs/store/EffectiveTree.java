package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;

/** A source configuration with its defaults filled in and its numbers normalised (run-store.md section 8.1). */
final class EffectiveTree {
    private final ObjectNode tree;

    private EffectiveTree(ObjectNode tree) {
        this.tree = tree;
    }

    static ObjectNode of(JsonNode source) {
        ObjectNode tree = source.deepCopy();
        new EffectiveTree(tree).fill();
        return tree;
    }

    private void fill() {
        experiment();
        fallback("data", "version", tree.at("/data/dataset"));
        maps();
        train();
        metrics();
        paths();
        logging();
        text("code", "dirty", "record");
    }

    private void experiment() {
        text("experiment", "id", "auto");
        text("experiment", "task", RunId.slug(tree.at("/experiment/name").textValue()));
        text("model", "version", "auto");
    }

    private void maps() {
        fallback("data", "params", SyncJson.object());
        fallback("model", "params", SyncJson.object());
        fallback("train", "hyper", SyncJson.object());
    }

    private void train() {
        text("train", "save_unit", "epoch");
        JsonNode rate = tree.at("/train/lr");
        section("train").put("lr", rate.isTextual() ? Double.parseDouble(rate.textValue()) : rate.doubleValue());
    }

    private void metrics() {
        text("metrics", "unit", "");
        fallback("metrics", "min_delta", tree.numberNode(0));
        fallback("metrics", "extra", tree.arrayNode());
    }

    private void paths() {
        section("paths").remove("experiment_dir");
        text("paths", "output_root", "./experiments");
        text("paths", "registry_dir", "./registry");
        text("paths", "best_dir", "./best/" + tree.at("/experiment/task").textValue() + "-latest");
        fallback("paths", "mirror_dir", tree.nullNode());
    }

    private void logging() {
        text("logging", "level", "INFO");
        fallback("logging", "csv_interval", tree.numberNode(1));
        fallback("logging", "tensorboard", tree.booleanNode(true));
        fallback("logging", "rotate_mb", tree.numberNode(50));
    }

    private void text(String section, String key, String value) {
        fallback(section, key, tree.textNode(value));
    }

    private void fallback(String section, String key, JsonNode value) {
        ObjectNode node = section(section);
        if (!node.has(key)) {
            node.set(key, value);
        }
    }

    private ObjectNode section(String name) {
        return tree.has(name) ? (ObjectNode) tree.get(name) : tree.putObject(name);
    }
}
