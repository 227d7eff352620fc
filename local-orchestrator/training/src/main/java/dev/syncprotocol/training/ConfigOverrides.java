package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code --set KEY=VALUE}: a configuration with some of its values changed before anything is checked (D9). */
public final class ConfigOverrides {
    private ConfigOverrides() {}

    /**
     * The document with these changes.
     *
     * @param bytes a YAML document
     * @param name of it, for people
     * @param set {@code key.of.dots=value}, the value as YAML; later ones win
     * @return the same bytes where nothing is set
     * @throws SyncException {@link ErrorCode#USAGE} for a change that is none, {@link ErrorCode#CONFIG_INVALID} for a
     *     document that cannot be read
     */
    public static byte[] apply(byte[] bytes, String name, List<String> set) {
        if (set.isEmpty()) {
            return bytes;
        }
        JsonNode root = read(bytes, ErrorCode.CONFIG_INVALID, name);
        if (!(root instanceof ObjectNode tree)) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, name + " is no mapping");
        }
        set.forEach(change -> apply(tree, change));
        return EffectiveConfig.yaml(tree).getBytes(StandardCharsets.UTF_8);
    }

    private static void apply(ObjectNode tree, String change) {
        int sign = change.indexOf('=');
        if (sign < 1 || sign == change.length() - 1) {
            throw new SyncException(
                    ErrorCode.USAGE, "--set " + change + ": expected KEY=VALUE, for example run.seed=7");
        }
        byte[] value = change.substring(sign + 1).getBytes(StandardCharsets.UTF_8);
        try {
            ConfigDefaults.put(tree, change.substring(0, sign), read(value, ErrorCode.USAGE, "--set " + change));
        } catch (UnsupportedOperationException e) {
            throw new SyncException(ErrorCode.USAGE, "--set " + change + ": what stands above it is no mapping", e);
        }
    }

    private static JsonNode read(byte[] bytes, ErrorCode code, String what) {
        try {
            return LocatedDocument.read(bytes, DocumentFormat.YAML).root().deepCopy();
        } catch (DocumentUnreadable e) {
            throw new SyncException(code, what + " cannot be read as YAML", e, null, e.violations(), List.of());
        }
    }
}
