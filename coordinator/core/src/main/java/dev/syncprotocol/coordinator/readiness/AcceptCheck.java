package dev.syncprotocol.coordinator.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.AcceptRules;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checkable part of a demand: every {@code accept} rule, none of them prose (coordinator.md section 3). */
final class AcceptCheck {
    private static final int SHOWN = 3;

    private final Path artifacts;
    private final Path workspace;
    private final Optional<PreflightGates> gates;

    AcceptCheck(Path workspace, Optional<PreflightGates> gates) {
        this(workspace, workspace, gates);
    }

    /**
     * A check of artifacts that lie elsewhere.
     *
     * @param artifacts where paths of artifacts are resolved
     * @param workspace where paths of schemas are resolved
     */
    AcceptCheck(Path artifacts, Path workspace, Optional<PreflightGates> gates) {
        this.artifacts = artifacts;
        this.workspace = workspace;
        this.gates = gates;
    }

    /** Every broken rule in our words; empty when all hold. */
    List<String> broken(RepoPath path, AcceptRules rules, ArtifactDigest found) throws IOException {
        List<String> broken = new ArrayList<>();
        Path place = path.below(artifacts);
        if (rules.minFiles().isPresent()
                && found.files().size() < rules.minFiles().getAsInt()) {
            broken.add("min_files: at least " + rules.minFiles().getAsInt() + ", found "
                    + found.files().size());
        }
        if (rules.minBytes().isPresent() && found.bytes() < rules.minBytes().getAsLong()) {
            broken.add("min_bytes: at least " + rules.minBytes().getAsLong() + ", found " + found.bytes());
        }
        if (rules.minLines().isPresent()) {
            lines(place, rules.minLines().getAsLong(), found).ifPresent(broken::add);
        }
        if (!rules.requiredKeys().isEmpty() || rules.jsonSchema().isPresent()) {
            broken.addAll(document(place, rules, found));
        }
        if (rules.gate().isPresent()) {
            gate(place, rules.gate().get()).ifPresent(broken::add);
        }
        return broken;
    }

    private static Optional<String> lines(Path place, long least, ArtifactDigest found) throws IOException {
        if (found.directory()) {
            return Optional.of("min_lines: a file with at least " + least + " lines, found a folder");
        }
        long lines = nonBlankLines(place);
        return lines < least
                ? Optional.of("min_lines: at least " + least + " lines that are not blank, found " + lines)
                : Optional.empty();
    }

    private static long nonBlankLines(Path file) throws IOException {
        long lines = 0;
        boolean blank = true;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    lines += blank ? 0 : 1;
                    blank = true;
                } else if (b > ' ') {
                    blank = false;
                }
            }
        }
        return blank ? lines : lines + 1;
    }

    private List<String> document(Path place, AcceptRules rules, ArtifactDigest found) throws IOException {
        if (found.directory()) {
            return List.of("a JSON file, found a folder");
        }
        try {
            LocatedDocument document = LocatedDocument.read(Files.readAllBytes(place), DocumentFormat.JSON);
            List<String> broken = new ArrayList<>();
            keys(document.root(), rules.requiredKeys()).ifPresent(broken::add);
            if (rules.jsonSchema().isPresent()) {
                schema(document, rules.jsonSchema().get()).ifPresent(broken::add);
            }
            return broken;
        } catch (DocumentUnreadable e) {
            return List.of("a JSON document: " + shown(e.violations()));
        }
    }

    private static Optional<String> keys(JsonNode root, List<String> required) {
        List<String> lacking = required.stream().filter(key -> !root.has(key)).toList();
        return lacking.isEmpty() ? Optional.empty() : Optional.of("required_keys: lacks " + String.join(", ", lacking));
    }

    private Optional<String> schema(LocatedDocument document, RepoPath path) throws IOException {
        Path place = path.below(workspace);
        if (!Files.isRegularFile(place) || path.leaves(workspace)) {
            return Optional.of("json_schema: " + path + " is not there");
        }
        try {
            JsonNode schema = LocatedDocument.read(Files.readAllBytes(place), DocumentFormat.JSON)
                    .root();
            List<Violation> violations = SchemaValidator.violations(schema, document);
            return violations.isEmpty()
                    ? Optional.empty()
                    : Optional.of("json_schema " + path + ": " + shown(violations));
        } catch (DocumentUnreadable | IllegalArgumentException e) {
            return Optional.of("json_schema: " + path + " is no JSON Schema: " + e.getMessage());
        }
    }

    private static String shown(List<Violation> violations) {
        String first = violations.stream()
                .limit(SHOWN)
                .map(violation -> violation.pointer() + " " + violation.rule() + ": " + violation.expected())
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
        return violations.size() > SHOWN ? first + "; and " + (violations.size() - SHOWN) + " more" : first;
    }

    private Optional<String> gate(Path place, String gate) {
        if (gates.isEmpty()) {
            return Optional.of("gate " + gate + ": this build has no preflight gates");
        }
        PreflightGates.Verdict verdict = gates.get().artifact(gate, place);
        return verdict.passed() ? Optional.empty() : Optional.of("gate " + gate + ": " + verdict.reason());
    }
}
