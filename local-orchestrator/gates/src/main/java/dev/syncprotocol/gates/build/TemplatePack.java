package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The templates of one task (preflight.md section 4.3): at least 6 templates, 4 roles and 3 styles, ids and texts distinct.
 *
 * @param task whose templates
 * @param templates each text holds {@code {question}} exactly once
 * @param roles who the model is
 * @param styles how it shall answer
 */
public record TemplatePack(String task, List<Piece> templates, List<Piece> roles, List<Piece> styles) {
    /** Where the question goes. */
    public static final String QUESTION = "{question}";

    /** The tasks the example pack has templates for. */
    public static final List<String> EXAMPLE_TASKS = List.of("gsm8k", "hotpotqa", "strategyqa");

    /**
     * A text with a name.
     *
     * @param id distinct among its kind
     * @param text distinct among its kind
     */
    public record Piece(String id, String text) {}

    /** Refuses a template without exactly one question, and ids or texts given twice: {@code preflight_failed}. */
    public TemplatePack {
        templates = List.copyOf(templates);
        roles = List.copyOf(roles);
        styles = List.copyOf(styles);
        List<String> broken = broken(templates, roles, styles);
        if (!broken.isEmpty()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED, "template_pack_v2, " + task + ": " + String.join("; ", broken));
        }
    }

    /** Every rule that a text breaks as the pack of one task, its schema's first; empty when it is one. */
    public static List<String> broken(String text) {
        try {
            LocatedDocument document = LocatedDocument.read(text.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
            List<String> form = SchemaValidator.violations(SchemaId.TEMPLATE_PACK_V1, document).stream()
                    .map(fault -> fault.pointer() + " " + fault.rule() + ": " + fault.expected())
                    .toList();
            JsonNode root = document.root();
            return form.isEmpty()
                    ? broken(pieces(root.get("templates")), pieces(root.get("roles")), pieces(root.get("styles")))
                    : form;
        } catch (DocumentUnreadable e) {
            return List.of("no JSON document");
        }
    }

    private static List<String> broken(List<Piece> templates, List<Piece> roles, List<Piece> styles) {
        List<String> broken = new ArrayList<>();
        templates.stream()
                .filter(template -> occurrences(template.text()) != 1)
                .forEach(template -> broken.add("template " + template.id() + " holds {question} exactly once"));
        distinct("templates", templates, broken);
        distinct("roles", roles, broken);
        distinct("styles", styles, broken);
        return broken;
    }

    private static void distinct(String kind, List<Piece> pieces, List<String> broken) {
        if (pieces.stream().map(Piece::id).distinct().count() < pieces.size()) {
            broken.add(kind + ": every id is used once");
        }
        if (pieces.stream().map(Piece::text).distinct().count() < pieces.size()) {
            broken.add(kind + ": every text is used once");
        }
    }

    /**
     * Reads {@code <task>.json} of a pack.
     *
     * @throws SyncException {@code preflight_failed}: the artefact {@code template_pack_v2} is missing or broken
     */
    public static TemplatePack read(Path folder, String task) throws IOException {
        Path file = folder.resolve(task + ".json");
        if (!Files.isRegularFile(file)) {
            throw new SyncException(
                            ErrorCode.PREFLIGHT_FAILED,
                            "no " + file + ": the artefact template_pack_v2 is owed by the other party")
                    .withHint("sync preflight scaffold writes an example pack where none is")
                    .withNext("sync needs", "sync preflight scaffold");
        }
        JsonNode root = SchemaValidator.load(
                        SchemaId.TEMPLATE_PACK_V1,
                        Files.readAllBytes(file),
                        DocumentFormat.JSON,
                        ErrorCode.PREFLIGHT_FAILED,
                        "template_pack_v2, " + file.getFileName())
                .root();
        return new TemplatePack(
                task, pieces(root.get("templates")), pieces(root.get("roles")), pieces(root.get("styles")));
    }

    /** The bytes of the example pack's file of a task. */
    public static byte[] example(String task) throws IOException {
        try (InputStream in = TemplatePack.class.getResourceAsStream("pack_v2/" + task + ".json")) {
            return in.readAllBytes();
        }
    }

    /** Digest of a pack: over the sorted lines {@code <sha256>  <path>} of its files. */
    public static Sha256 digest(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                lines.append(Sha256.ofFile(file).hex())
                        .append("  ")
                        .append(name)
                        .append('\n');
            }
        }
        return Sha256.of(lines.toString());
    }

    private static List<Piece> pieces(JsonNode array) {
        List<Piece> pieces = new ArrayList<>();
        array.forEach(piece -> pieces.add(
                new Piece(piece.get("id").textValue(), piece.get("text").textValue())));
        return pieces;
    }

    private static int occurrences(String text) {
        return text.split(Pattern.quote(QUESTION), -1).length - 1;
    }
}
