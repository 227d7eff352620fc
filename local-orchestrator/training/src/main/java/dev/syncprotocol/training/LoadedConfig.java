package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration that broke no rule, with what the records do not hold.
 *
 * @param config the typed values
 * @param tree the document with every default filled in, in the order of the defaults table; a copy belongs to the
 *     caller
 * @param defaults dotted names of the keys that took their default, for example {@code run.save_steps}
 * @param sources of an RC1 configuration the flat key behind each dotted key that one filled; empty for others
 * @param source the document's name for people
 * @param sourceSha256 digest of its bytes
 */
public record LoadedConfig(
        TrainConfig config,
        ObjectNode tree,
        List<String> defaults,
        Map<String, String> sources,
        String source,
        Sha256 sourceSha256) {
    public LoadedConfig {
        tree = tree.deepCopy();
        defaults = List.copyOf(defaults);
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }

    @Override
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    /** Things accepted and worth saying, one sentence each (training.md T27, D16). */
    public List<String> warnings() {
        return ConfigWarnings.of(config);
    }
}
