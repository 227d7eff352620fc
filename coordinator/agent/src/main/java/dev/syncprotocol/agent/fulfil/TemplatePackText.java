package dev.syncprotocol.agent.fulfil;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.build.TemplatePack;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;

/** The template pack of one task as a model gives it, held to the rules of {@link TemplatePack}. */
final class TemplatePackText {
    private static final List<String> PARTS = List.of("templates", "roles", "styles");

    private TemplatePackText() {}

    /** A pack as a model gives it; refused with everything that is wrong with it. */
    static String of(JsonNode arguments) {
        ObjectNode pack = SyncJson.object();
        for (String part : PARTS) {
            pack.set(part, arguments.path(part).deepCopy());
        }
        String text = SyncJson.pretty(pack);
        List<String> broken = TemplatePack.broken(text);
        if (!broken.isEmpty()) {
            throw new ToolRefusal("the pack was not written: " + String.join("; ", broken));
        }
        return text;
    }

    /** Whether a JSON text is meant as a pack: it has one of its parts. */
    static boolean isMeant(JsonNode root) {
        return root.isObject() && PARTS.stream().anyMatch(root::has);
    }
}
