package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;

/** A line of {@code SHA256SUMS} as GNU coreutils writes and checks it (run-store.md section 8.4). */
final class SumsLine {
    private SumsLine() {}

    static String of(Sha256 digest, String path) {
        String name = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (name.equals(path) ? "" : "\\") + digest + "  " + name + "\n";
    }
}
