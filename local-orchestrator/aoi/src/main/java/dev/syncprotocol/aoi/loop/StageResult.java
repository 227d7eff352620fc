package dev.syncprotocol.aoi.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import java.nio.file.Path;
import java.util.List;

/**
 * What a stage did.
 *
 * @param summary the log's line
 * @param detail the status line's words after the time; the summary when it is empty
 * @param set fields of the phase's state; paths in it are final
 * @param evidence the files to commit, as they were written or where they will lie
 * @param accounts every row of the edges it crossed
 * @param warnings what a person should know
 */
record StageResult(
        String summary,
        String detail,
        ObjectNode set,
        List<Path> evidence,
        List<EdgeAccount> accounts,
        List<String> warnings) {
    StageResult {
        evidence = List.copyOf(evidence);
        accounts = List.copyOf(accounts);
        warnings = List.copyOf(warnings);
    }

    StageResult(String summary, ObjectNode set, List<Path> evidence, List<EdgeAccount> accounts) {
        this(summary, "", set, evidence, accounts, List.of());
    }

    /** What the status line says. */
    String said() {
        return detail.isEmpty() ? summary : detail;
    }
}
