package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.PpoScale;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code sync train verify} of an RC1 configuration (preflight.md section 11.1). A pool or difficulty sampling that is not
 * the balanced one is refused; with {@code --advise} it is a warning, as in the seed (T13).
 *
 * @param root the folder of the config
 * @param path of the config
 * @param advise whether the seed's warnings stay warnings
 */
record Rc1Verify(Path root, RepoPath path, boolean advise) {
    Answer answer(Invocation in) throws IOException {
        Path file = path.below(root);
        LocatedDocument document = LocatedDocument.read(Typed.bytes(file), DocumentFormat.YAML);
        String base = in.variable("BASE_MODEL")
                .orElse(document.root().path("base_model").asText());
        PpoScale scale = PpoScale.read(file);
        List<Finding> findings = scale.findings(RunMode.of(in.variable("RUN_MODE")), base, advise);
        List<Finding> refused =
                findings.stream().filter(finding -> !isAdvice(finding)).toList();
        if (!refused.isEmpty()) {
            List<Violation> violations = refused.stream()
                    .map(finding -> violation(finding, document))
                    .toList();
            throw SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, path.value(), violations)
                    .withNext("sync train verify --config " + path + " --advise");
        }
        return valid(findings, scale.advice(), in);
    }

    private Answer valid(List<Finding> findings, List<String> advice, Invocation in) throws IOException {
        List<String> warnings = new ArrayList<>(advice);
        findings.forEach(finding -> warnings.add(finding.words()));
        ObjectNode data = SyncJson.object()
                .put("config", path.value())
                .put("config_sha256", Sha256.ofFile(path.below(root)).hex())
                .put("scope", "round");
        data.putArray("defaults");
        data.set("warnings", Trees.texts(warnings));
        Words words = new Words()
                .line(in.style().good("valid") + ": " + path + "  " + in.style().dim("RC1"));
        warnings.forEach(warning -> words.wrapped("  advice: ", warning));
        return new Answer("sync.train-verify/1", data, words.text(), List.of("sync preflight run"));
    }

    private boolean isAdvice(Finding finding) {
        return advise && finding.check().startsWith("priority_sampling");
    }

    private static Violation violation(Finding finding, LocatedDocument document) {
        String pointer = "/" + finding.check().replace('.', '/');
        String found = document.root().at(pointer).isMissingNode()
                ? "nothing"
                : document.root().at(pointer).toString();
        return document.violation(
                pointer, "RC1 configuration", finding.reason().replaceFirst("^must (be )?", ""), found);
    }
}
