package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.List;

/**
 * A configuration that broke no rule, with what the records do not hold.
 *
 * @param config the typed values
 * @param tree the document with every default filled in, in the order of the defaults table; a copy belongs to the
 *     caller
 * @param defaults dotted names of the keys that took their default, for example {@code run.save_steps}
 * @param source the document's name for people
 * @param sourceSha256 digest of its bytes
 */
public record LoadedConfig(
        TrainConfig config, ObjectNode tree, List<String> defaults, String source, Sha256 sourceSha256) {
    public LoadedConfig {
        tree = tree.deepCopy();
        defaults = List.copyOf(defaults);
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
