package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.rc1.PreflightFailed;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * One call of a preflight command: gates become an answer or exit 2, and whatever else ends it but success leaves a fail
 * pack (preflight.md section 9).
 *
 * @param in the call
 * @param command its name below {@code preflight}
 */
record PreflightCall(Invocation in, String command) {
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

    /** Runs work; a fail pack is written whatever stops it, a signal too. */
    Answer guarded(Work work) throws IOException {
        try (PreflightEnding ending = PreflightEnding.begin(in, command)) {
            Answer answer = work.run(PreflightDoor.of(in));
            ending.passed();
            return answer;
        }
    }

    private Answer answer(List<GateResult> results) {
        ObjectNode data = SyncJson.object().put("command", command).put("pass", true);
        Words words = new Words();
        for (GateResult result : results) {
            data.withArray("gates").add(result.tree());
            passed(result, words, in.style());
        }
        return new Answer("sync.preflight-gates/1", data, words.text(), List.of());
    }

    /** One gate as people read it. */
    static String line(GateResult result, Style style) {
        String verdict = result.passed() ? style.good("pass") : style.bad("FAIL");
        String report = result.report().map(at -> "  " + at.path()).orElse("");
        return verdict + "  " + result.name() + report + seedWord(result);
    }

    /** The word by which the seed's script says that two of its steps passed (S2-1.3, S2-1.9a). */
    private static String seedWord(GateResult result) {
        if (!result.passed()) {
            return "";
        }
        return switch (result.name()) {
            case "disk" ->
                String.format(
                        Locale.ROOT,
                        "  DISK_OK %.1fGB",
                        result.values().path("free_gb").doubleValue());
            case "weights" ->
                "\n      WEIGHTS_OK " + result.values().path("sha256").asText();
            default -> "";
        };
    }

    /** A gate that passed, with what it warns about. */
    static void passed(GateResult result, Words words, Style style) {
        words.line(line(result, style));
        remarks(result, words, style);
    }

    /** What there is to say of a gate beyond its verdict. */
    static void remarks(GateResult result, Words words, Style style) {
        result.values()
                .path("warnings")
                .forEach(warning -> words.wrapped("      ", style.wait("warning") + ": " + warning.asText()));
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
}
