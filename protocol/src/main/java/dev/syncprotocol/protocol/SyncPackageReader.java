package dev.syncprotocol.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.Secrets;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Bytes to a SYNC package, or to every rule they break: strict JSON, no secrets, the schema, then the rules beyond it.
 */
public final class SyncPackageReader {
    private static final Comparator<Violation> IN_TEXT_ORDER = Comparator.comparingInt(Violation::line)
            .thenComparingInt(Violation::column)
            .thenComparing(Violation::pointer);

    private SyncPackageReader() {}

    /**
     * Reads one package.
     *
     * @param bytes as received
     * @param declared the parties the workspace knows; any other name is refused
     */
    public static PackageReading read(byte[] bytes, Set<Party> declared) {
        Sha256 received = Sha256.of(bytes);
        try {
            return judge(LocatedDocument.read(bytes, DocumentFormat.JSON), received, declared);
        } catch (DocumentUnreadable e) {
            List<Violation> secrets = Secrets.in(bytes);
            return new PackageReading(
                    Optional.empty(),
                    secrets.isEmpty() ? e.violations() : secrets,
                    received,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private static PackageReading judge(LocatedDocument document, Sha256 received, Set<Party> declared) {
        List<Violation> secrets = Secrets.in(document);
        return secrets.isEmpty() ? byRules(document, received, declared) : holding(secrets, document, received);
    }

    /** Nothing else is said of a text with a secret: any other violation might quote it. */
    private static PackageReading holding(List<Violation> secrets, LocatedDocument document, Sha256 received) {
        return new PackageReading(
                Optional.empty(), secrets, received, contentDigest(document.root()), Optional.of(document));
    }

    private static PackageReading byRules(LocatedDocument document, Sha256 received, Set<Party> declared) {
        List<Violation> violations = new ArrayList<>(SchemaValidator.violations(SchemaId.SYNC_PACKAGE_V1, document));
        violations.addAll(PackageRules.violations(document, declared));
        violations.sort(IN_TEXT_ORDER);
        Optional<SyncPackage> syncPackage =
                violations.isEmpty() ? Optional.of(toPackage(document.root())) : Optional.empty();
        return new PackageReading(
                syncPackage, violations, received, contentDigest(document.root()), Optional.of(document));
    }

    private static Optional<Sha256> contentDigest(JsonNode root) {
        try {
            return Optional.of(Sha256.of(CanonicalJson.bytes(root)));
        } catch (IllegalArgumentException outsideDoubles) {
            // Only numbers of a broken package can be that large: the schema bounds every number.
            return Optional.empty();
        }
    }

    private static SyncPackage toPackage(JsonNode root) {
        Map<Party, List<ExternalNeed>> needs = new LinkedHashMap<>();
        root.fieldNames()
                .forEachRemaining(field -> PackageRules.partyAsked(field)
                        .ifPresent(party -> needs.put(party, items(root.get(field), SyncPackageReader::toNeed))));
        return new SyncPackage(
                new Party(root.get("from").textValue()),
                new RoundNumber(root.get("round").intValue()),
                needs,
                items(root.get("artifacts_produced"), SyncPackageReader::toArtifact),
                items(root.get("risks_blockers"), JsonNode::textValue),
                root.path("notes").asText(""));
    }

    private static ExternalNeed toNeed(JsonNode node) {
        return new ExternalNeed(
                node.get("name").textValue(),
                new RepoPath(node.get("path").textValue()),
                node.get("desc").textValue(),
                node.path("required").asBoolean(true),
                node.has("accept") ? toAccept(node.get("accept")) : AcceptRules.NONE,
                Optional.ofNullable(node.get("alternative")).map(SyncPackageReader::toAlternative));
    }

    private static AcceptRules toAccept(JsonNode node) {
        return new AcceptRules(
                node.has("min_files") ? OptionalInt.of(node.get("min_files").intValue()) : OptionalInt.empty(),
                optionalLong(node, "min_lines"),
                optionalLong(node, "min_bytes"),
                Optional.ofNullable(node.get("json_schema"))
                        .map(JsonNode::textValue)
                        .map(RepoPath::new),
                items(node.path("required_keys"), JsonNode::textValue),
                Optional.ofNullable(node.get("gate")).map(JsonNode::textValue));
    }

    private static ExternalNeed.Alternative toAlternative(JsonNode node) {
        return new ExternalNeed.Alternative(
                items(node.get("command"), JsonNode::textValue),
                new RepoPath(node.get("produces").textValue()));
    }

    private static ProducedArtifact toArtifact(JsonNode node) {
        return new ProducedArtifact(
                node.get("name").textValue(),
                new RepoPath(node.get("path").textValue()),
                Optional.ofNullable(node.get("desc")).map(JsonNode::textValue),
                Optional.ofNullable(node.get("sha256")).map(JsonNode::textValue).map(Sha256::new),
                optionalLong(node, "bytes"));
    }

    private static OptionalLong optionalLong(JsonNode node, String field) {
        return node.has(field) ? OptionalLong.of(node.get(field).longValue()) : OptionalLong.empty();
    }

    private static <T> List<T> items(JsonNode array, java.util.function.Function<JsonNode, T> read) {
        List<T> items = new ArrayList<>();
        array.forEach(item -> items.add(read.apply(item)));
        return List.copyOf(items);
    }
}
