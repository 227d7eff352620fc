package dev.syncprotocol.gates.diversity;

import java.util.Objects;
import java.util.Optional;

/**
 * One record to measure.
 *
 * @param id unique among the texts measured together; seeded orders are orders of ids
 * @param content the whole text; may be empty
 * @param template the group for {@link Kl3#amongTemplates}: the template the text was made from. Over several tasks the
 *     caller joins task and template into one name (preflight.md section 5.4)
 */
public record Text(String id, String content, Optional<String> template) {
    /** Refuses an absent part. */
    public Text {
        Objects.requireNonNull(id);
        Objects.requireNonNull(content);
        Objects.requireNonNull(template);
    }

    /** A text made from no known template. */
    public static Text of(String id, String content) {
        return new Text(id, content, Optional.empty());
    }

    /** A text made from this template. */
    public static Text of(String id, String content, String template) {
        return new Text(id, content, Optional.of(template));
    }
}
