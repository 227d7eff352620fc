package dev.syncprotocol.coordinator.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * The settings of a workspace, {@code .sync/config.yaml}. No package can name them: who is trusted and what is run comes
 * from here and from plans.
 *
 * @param parties every declared party; exactly one is local
 * @param ledger limits of the ledger
 * @param autoLaunch whether the ingest that opens the gate launches at once
 * @param launchConfig the training config {@code sync launch} takes when none is given
 * @param providers the language models that may play a party, by name
 */
public record WorkspaceConfig(
        Map<Party, PartyKind> parties,
        LedgerLimits ledger,
        boolean autoLaunch,
        Optional<RepoPath> launchConfig,
        Map<String, ProviderSettings> providers) {
    /** {@code cursor} local, {@code gemini} external. */
    public static final WorkspaceConfig STANDARD = new WorkspaceConfig(
            Map.of(Party.CURSOR, PartyKind.LOCAL, Party.GEMINI, PartyKind.EXTERNAL),
            LedgerLimits.STANDARD,
            false,
            Optional.empty());

    /** Settings without providers. */
    public WorkspaceConfig(
            Map<Party, PartyKind> parties, LedgerLimits ledger, boolean autoLaunch, Optional<RepoPath> launchConfig) {
        this(parties, ledger, autoLaunch, launchConfig, Map.of());
    }

    /** Refuses parties without exactly one local one. */
    public WorkspaceConfig {
        providers = Collections.unmodifiableMap(new TreeMap<>(providers));
        parties = Collections.unmodifiableMap(new TreeMap<>(parties));
        long locals = parties.values().stream()
                .filter(kind -> kind == PartyKind.LOCAL)
                .count();
        if (locals != 1) {
            throw new IllegalArgumentException("exactly one party is local, found: " + locals);
        }
    }

    /**
     * Reads the settings of a file.
     *
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} with every broken rule
     */
    public static WorkspaceConfig read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    static WorkspaceConfig parse(byte[] yaml) {
        LocatedDocument document = read(yaml);
        if (!PlainSettings.isPlain(document.root())) {
            List<Violation> violations = SchemaValidator.violations(SchemaId.WORKSPACE_CONFIG_V1, document);
            if (!violations.isEmpty()) {
                throw SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, Workspace.CONFIG, violations);
            }
        }
        List<Violation> beyond = beyondSchema(document);
        if (!beyond.isEmpty()) {
            throw SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, Workspace.CONFIG, beyond);
        }
        return typed(new Fields(document.root(), Workspace.CONFIG));
    }

    private static LocatedDocument read(byte[] yaml) {
        try {
            return LocatedDocument.read(yaml, DocumentFormat.YAML);
        } catch (DocumentUnreadable e) {
            throw SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, Workspace.CONFIG, e.violations());
        }
    }

    /** What the schema cannot say. */
    private static List<Violation> beyondSchema(LocatedDocument document) {
        List<Violation> violations = new ArrayList<>();
        JsonNode parties = document.root().path("parties");
        long locals = StreamSupport.stream(parties.spliterator(), false)
                .filter(kind -> kind.asText().equals("local"))
                .count();
        if (parties.isObject() && locals != 1) {
            violations.add(
                    document.violation("/parties", "one local party", "exactly one party is local", locals + " are"));
        }
        document.root().path("providers").properties().forEach(entry -> {
            JsonNode recording = entry.getValue().path("recording");
            if (recording.isTextual()) {
                refuse(document, "/providers/" + entry.getKey() + "/recording", recording.textValue(), violations);
            }
        });
        JsonNode config = document.root().path("launch").path("config");
        if (config.isTextual()) {
            refuse(document, "/launch/config", config.textValue(), violations);
        }
        return violations;
    }

    private static void refuse(LocatedDocument document, String pointer, String path, List<Violation> violations) {
        RepoPath.refusal(path)
                .ifPresent(refusal ->
                        violations.add(document.violation(pointer, refusal.rule(), refusal.expected(), path)));
    }

    private static WorkspaceConfig typed(Fields fields) {
        return new WorkspaceConfig(
                fields.optionalObject("parties").map(WorkspaceConfig::parties).orElse(STANDARD.parties),
                fields.optionalObject("ledger").map(WorkspaceConfig::limits).orElse(LedgerLimits.STANDARD),
                fields.flag("auto_launch", false),
                fields.optionalObject("launch").flatMap(launch -> launch.optionalPath("config")),
                fields.optionalObject("providers")
                        .map(WorkspaceConfig::providers)
                        .orElse(Map.of()));
    }

    private static Map<String, ProviderSettings> providers(Fields fields) {
        Map<String, ProviderSettings> providers = new TreeMap<>();
        fields.node()
                .fieldNames()
                .forEachRemaining(name -> fields.optionalObject(name)
                        .ifPresent(entry -> providers.put(name, ProviderSettings.read(name, entry))));
        return providers;
    }

    private static Map<Party, PartyKind> parties(Fields fields) {
        Map<Party, PartyKind> parties = new TreeMap<>();
        fields.node()
                .fieldNames()
                .forEachRemaining(name -> parties.put(new Party(name), fields.word(name, PartyKind.class)));
        return parties;
    }

    private static LedgerLimits limits(Fields fields) {
        return new LedgerLimits(
                fields.optionalLong("max_artifact_bytes").orElse(LedgerLimits.STANDARD.maxArtifactBytes()));
    }

    /** The local party. */
    public Party local() {
        return parties.entrySet().stream()
                .filter(entry -> entry.getValue() == PartyKind.LOCAL)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Every declared party. */
    public Set<Party> declared() {
        return parties.keySet();
    }

    /** The settings as the file's text, with a line of explanation each. */
    String yaml() {
        StringBuilder text = new StringBuilder("# Settings of this Sync workspace; see schemas/workspace-config.v1.\n");
        text.append("version: 1\n");
        text.append("# Exactly one party is local: it builds and trains here.\n");
        text.append("parties:\n");
        parties.forEach((party, kind) -> text.append("  ")
                .append(party)
                .append(": ")
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append('\n'));
        text.append("ledger:\n");
        text.append("  # Larger artifacts are recorded by digest only.\n");
        text.append("  max_artifact_bytes: ").append(ledger.maxArtifactBytes()).append('\n');
        text.append("# true: the ingest that opens the gate starts the training at once.\n");
        text.append("auto_launch: ").append(autoLaunch).append('\n');
        launchConfig.ifPresent(
                config -> text.append("launch:\n  config: \"").append(config).append("\"\n"));
        return text.toString();
    }
}
