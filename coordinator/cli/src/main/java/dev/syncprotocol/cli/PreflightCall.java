package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.rc1.PreflightFailed;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.ErrorReport;
import dev.syncprotocol.runs.FailPack;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One call of a preflight command: gates become an answer or exit 2, and whatever else ends it but success leaves a fail
 * pack (preflight.md section 9).
 *
 * @param in the call
 * @param command its name below {@code preflight}
 */
record PreflightCall(Invocation in, String command) {
    private static final long MOST_BYTES = 512L << 20;

    /** What a command does. */
    interface Gates {
        List<GateResult> run(PreflightDoor door) throws IOException;
    }

    /** What a command answers. */
    interface Work {
        Answer run(PreflightDoor door) throws IOException;
    }

    static PreflightCall of(Invocation in, String command) {
        return new PreflightCall(in, command);
    }

    /** Runs gates; all of them passed or {@link PreflightFailed} is thrown. */
    Answer gates(Gates gates) throws IOException {
        return guarded(door -> answer(passed(gates.run(door))));
    }

    static List<GateResult> passed(List<GateResult> results) {
        List<GateResult> failed =
                results.stream().filter(result -> !result.passed()).toList();
        if (!failed.isEmpty()) {
            throw new PreflightFailed(failed);
        }
        return results;
    }

    /** Runs work; a fail pack is written whatever stops it. */
    Answer guarded(Work work) throws IOException {
        boolean done = false;
        try {
            Answer answer = work.run(PreflightDoor.of(in));
            done = true;
            return answer;
        } finally {
            if (!done) {
                pack();
            }
        }
    }

    private Answer answer(List<GateResult> results) {
        ObjectNode data = SyncJson.object().put("command", command).put("pass", true);
        Words words = new Words();
        for (GateResult result : results) {
            data.withArray("gates").add(result.tree());
            words.line(line(result, in.style()));
        }
        return new Answer("sync.preflight-gates/1", data, words.text(), List.of());
    }

    /** One gate as people read it. */
    static String line(GateResult result, Style style) {
        String verdict = result.passed() ? style.good("pass") : style.bad("FAIL");
        String report = result.report().map(at -> "  " + at.path()).orElse("");
        return verdict + "  " + result.name() + report;
    }

    /** One gate's failures as people read them. */
    static void tell(GateResult result, Words words, Style style) {
        words.line(line(result, style));
        for (Finding finding : result.failures()) {
            words.wrapped("      ", finding.words());
            if (!finding.ids().isEmpty()) {
                List<String> shown =
                        finding.ids().subList(0, Math.min(3, finding.ids().size()));
                words.wrapped("        ", String.join(", ", shown) + (finding.offenders() > shown.size() ? ", …" : ""));
            }
        }
    }

    private void pack() throws IOException {
        Path root = StoreDoor.root(in);
        Path folder = Files.createDirectories(root.resolve("reports/rc1"));
        tails(root);
        FailPack.Result pack = FailPack.write(new FailPack.Order(
                root,
                Optional.of(Timestamp.freePath(folder, "FAIL_", in.clock().instant(), ".tgz")),
                MOST_BYTES,
                in.environment(),
                in.clock().instant(),
                List.of("sync", "preflight", command)));
        in.progress().say("fail pack: " + root.relativize(pack.file()));
    }

    /** The ends of the logs, as the seed's trap prints them. */
    private void tails(Path root) throws IOException {
        Path logs = root.resolve("logs");
        if (Files.isDirectory(logs)) {
            try (Stream<Path> files = Files.list(logs)) {
                for (Path log : files.filter(file -> file.toString().endsWith(".log"))
                        .sorted()
                        .toList()) {
                    in.progress().say("== " + root.relativize(log));
                    ErrorReport.tailOf(log).forEach(in.progress()::say);
                }
            }
        }
    }
}
