package dev.syncprotocol.gates.build;

import java.util.Set;

/** The tools a dialogue may use, as {@code --tools} names them. */
public final class ToolNames {
    private ToolNames() {}

    /** Of {@code wiki,calc}; {@code usage} for an unknown one. */
    public static Set<String> of(String option) {
        return Tools.names(option);
    }
}
