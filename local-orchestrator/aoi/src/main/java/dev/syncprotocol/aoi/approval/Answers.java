package dev.syncprotocol.aoi.approval;

import java.util.Locale;
import java.util.Set;

/** The answers that approve at a terminal (specification §9.3); everything else declines. */
public final class Answers {
    private static final Set<String> YES = Set.of("go", "yes", "looks good", "ok", "approve", "approved", "proceed");

    private Answers() {}

    /** Whether an answer approves, letter case and blanks around it aside. */
    public static boolean approves(String answer) {
        return YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
