package dev.syncprotocol.cli;

import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.PpoScale;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code sync train verify} asks of an RC1 configuration beyond a local one (preflight.md section 11.1). A pool or difficulty
 * sampling that is not the balanced one is refused; with {@code --advise} it is a warning, as in the seed (T13).
 *
 * @param path of the config, for people
 * @param document the config, with its changes
 * @param findings every rule of section 11.1 it breaks in this mode; empty where its form is broken
 * @param advice what the seed advises and it does not follow
 * @param advise whether the seed's warnings stay warnings
 */
record Rc1Verify(RepoPath path, LocatedDocument document, List<Finding> findings, List<String> advice, boolean advise) {
    static Rc1Verify of(RepoPath path, byte[] bytes, boolean advise, Invocation in) {
        LocatedDocument document = LocatedDocument.read(bytes, DocumentFormat.YAML);
        if (!SchemaValidator.violations(SchemaId.PPO_SCALE_V1, document).isEmpty()) {
            return new Rc1Verify(path, document, List.of(), List.of(), advise);
        }
        PpoScale scale = PpoScale.read(bytes, path.value());
        String base = in.variable("BASE_MODEL")
                .orElse(document.root().path("base_model").asText());
        RunMode mode = RunMode.of(in.variable("RUN_MODE"));
        return new Rc1Verify(path, document, scale.findings(mode, base, advise), scale.advice(), advise);
    }

    /** What is accepted and worth a sentence. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(advice);
        findings.stream().filter(this::isAdvice).map(Finding::words).forEach(warnings::add);
        return warnings;
    }

    /**
     * Refuses broken rules, together with what the mapped form breaks.
     *
     * @param mapped violations of the local form, where they stand in the file
     */
    void requireRules(List<Violation> mapped) {
        List<Violation> violations = new ArrayList<>(mapped);
        findings.stream()
                .filter(finding -> !isAdvice(finding))
                .map(this::violation)
                .forEach(violations::add);
        if (!violations.isEmpty()) {
            throw refusal(violations).withNext("sync train verify --config " + path + " --advise");
        }
    }

    private SyncException refusal(List<Violation> violations) {
        return SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, path.value(), violations);
    }

    private boolean isAdvice(Finding finding) {
        return advise && finding.check().startsWith("priority_sampling");
    }

    private Violation violation(Finding finding) {
        String pointer = "/" + finding.check().replace('.', '/');
        String found = document.root().at(pointer).isMissingNode()
                ? "nothing"
                : document.root().at(pointer).toString();
        return document.violation(
                pointer, "RC1 configuration", finding.reason().replaceFirst("^must (be )?", ""), found);
    }
}
