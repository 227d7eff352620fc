package dev.syncprotocol.gates.check;

import dev.syncprotocol.gates.diversity.Text;
import java.util.List;

/**
 * What the 3-gram KL is measured against (preflight.md section 5.4).
 *
 * @param name as the report names it: {@code templates}, {@code shadow}, {@code previous} or {@code file:PATH}
 * @param texts of the reference; unused for {@code templates}
 */
public record Kl3Reference(String name, List<Text> texts) {
    /** The templates of the pool against one another. */
    public static final Kl3Reference TEMPLATES = new Kl3Reference("templates", List.of());

    public Kl3Reference {
        texts = List.copyOf(texts);
    }

    boolean amongTemplates() {
        return name.equals(TEMPLATES.name());
    }
}
