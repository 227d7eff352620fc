package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads a training configuration (YAML): schema {@code train-config.v1}, the rules between keys, and what this build
 * has. All faults come at once, each with line, column and key path (S3-2.26).
 */
public final class TrainConfigReader {
    private static final Comparator<Violation> IN_TEXT_ORDER =
            Comparator.comparingInt(Violation::line).thenComparingInt(Violation::column);

    private final Installed installed;

    /** A reader for a build with these parts. */
    public TrainConfigReader(Installed installed) {
        this.installed = installed;
    }

    /** A reader for the parts on the class path. */
    public static TrainConfigReader ofThisBuild() {
        return new TrainConfigReader(Installed.find());
    }

    /**
     * The configuration, ready to run in this build.
     *
     * @param bytes the document
     * @param name the document's name for people, for example its path in the workspace
     * @throws SyncException {@code CONFIG_INVALID} with every violation
     */
    public LoadedConfig read(byte[] bytes, String name) {
        LocatedDocument document = document(bytes, name);
        if (Rc1Mapping.isRc1(document.root())) {
            return rc1(bytes, name, document, installed);
        }
        List<Violation> violations = documentViolations(document);
        violations.addAll(ConfigRules.ofBuild(document, installed));
        return loaded(bytes, name, document, violations, EffectiveConfig.sourcesIn(document.root()));
    }

    /** An RC1 configuration is read as the local one it stands for; every fault is told where it stands in the file. */
    private static LoadedConfig rc1(byte[] bytes, String name, LocatedDocument document, Installed installed) {
        List<Violation> form = SchemaValidator.violations(SchemaId.PPO_SCALE_V1, document);
        if (!form.isEmpty()) {
            throw invalid(name, form);
        }
        Rc1Mapping mapping = Rc1Mapping.of(document);
        LocatedDocument local = mapping.local();
        List<Violation> violations = new ArrayList<>(documentViolations(local));
        violations.addAll(ConfigRules.ofBuild(local, installed));
        List<Violation> inFile =
                new ArrayList<>(violations.stream().map(mapping::inFile).toList());
        inFile.addAll(mapping.broken());
        return loaded(bytes, name, local, inFile, mapping.sources());
    }

    /**
     * The configuration as written, whether or not this build has the parts it names.
     *
     * @throws SyncException {@code CONFIG_INVALID} with every violation of the document itself
     */
    public static LoadedConfig readDocument(byte[] bytes, String name) {
        LocatedDocument document = document(bytes, name);
        return loaded(bytes, name, document, documentViolations(document), EffectiveConfig.sourcesIn(document.root()));
    }

    /** Whether a document is an RC1 configuration (training.md section 5.2); one that cannot be read is none. */
    public static boolean isRc1(byte[] bytes) {
        try {
            return Rc1Mapping.isRc1(
                    LocatedDocument.read(bytes, DocumentFormat.YAML).root());
        } catch (DocumentUnreadable e) {
            return false;
        }
    }

    private static LocatedDocument document(byte[] bytes, String name) {
        try {
            return LocatedDocument.read(bytes, DocumentFormat.YAML);
        } catch (DocumentUnreadable e) {
            throw invalid(name, e.violations());
        }
    }

    private static List<Violation> documentViolations(LocatedDocument document) {
        List<Violation> violations = new ArrayList<>(SchemaValidator.violations(SchemaId.TRAIN_CONFIG_V1, document));
        violations.addAll(ConfigRules.ofDocument(document));
        return violations;
    }

    private static LoadedConfig loaded(
            byte[] bytes,
            String name,
            LocatedDocument document,
            List<Violation> violations,
            Map<String, String> sources) {
        if (!violations.isEmpty()) {
            throw invalid(name, violations);
        }
        List<String> defaults = new ArrayList<>();
        ObjectNode tree = ConfigDefaults.table().fill(document.root(), defaults);
        defaults.addAll(EffectiveConfig.defaultsMarkedIn(document.root()));
        return new LoadedConfig(ConfigTree.typed(tree), tree, defaults, sources, name, Sha256.of(bytes));
    }

    private static SyncException invalid(String name, List<Violation> violations) {
        List<Violation> ordered =
                violations.stream().distinct().sorted(IN_TEXT_ORDER).toList();
        return SchemaValidator.invalid(ErrorCode.CONFIG_INVALID, name, ordered)
                .withNext("sync train verify --config " + name);
    }
}
