package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.ProducedArtifact;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SYNC packages as text: written for drafts, read back from the ledger. Reading asks no schema, since only packages that
 * passed it are recorded; it is what keeps {@code sync status} fast.
 */
public final class PackageJson {
    private static final String NEED_PREFIX = "need_from_";

    private PackageJson() {}

    /** The package of a recorded text. */
    public static SyncPackage read(String received, String where) {
        Fields fields = new Fields(SyncJson.read(received), where);
        return new SyncPackage(
                fields.party("from"),
                fields.round("round"),
                needs(fields),
                fields.objects("artifacts_produced", PackageJson::artifact),
                fields.texts("risks_blockers"),
                fields.optionalText("notes").orElse(""));
    }

    /** The needs of every party asked in fields {@code need_from_<party>}. */
    private static Map<Party, List<ExternalNeed>> needs(Fields fields) {
        Map<Party, List<ExternalNeed>> needs = new LinkedHashMap<>();
        fields.node().fieldNames().forEachRemaining(name -> {
            if (name.startsWith(NEED_PREFIX)) {
                needs.put(new Party(name.substring(NEED_PREFIX.length())), fields.objects(name, NeedJson::read));
            }
        });
        return needs;
    }

    static ProducedArtifact artifact(Fields fields) {
        return new ProducedArtifact(
                fields.text("name"),
                fields.path("path"),
                fields.optionalText("desc"),
                fields.optionalDigest("sha256"),
                fields.optionalLong("bytes"));
    }

    /** The package as the protocol writes it (seed 001 section 6), indented, fields in the seed's order. */
    public static String write(SyncPackage syncPackage) {
        ObjectNode node = SyncJson.object();
        node.put("from", syncPackage.from().name());
        node.put("round", syncPackage.round().value());
        syncPackage
                .needs()
                .forEach((party, needs) -> node.set(
                        NEED_PREFIX + party.name(),
                        NeedJson.list(needs.stream().map(NeedJson::write).toList())));
        node.set(
                "artifacts_produced",
                NeedJson.list(syncPackage.artifacts().stream()
                        .map(PackageJson::artifact)
                        .toList()));
        node.set("risks_blockers", NeedJson.texts(syncPackage.risksBlockers()));
        node.put("notes", syncPackage.notes());
        return SyncJson.pretty(node);
    }

    static JsonNode artifact(ProducedArtifact artifact) {
        ObjectNode node = SyncJson.object();
        node.put("name", artifact.name());
        node.put("path", artifact.path().value());
        artifact.desc().ifPresent(desc -> node.put("desc", desc));
        artifact.sha256().ifPresent(digest -> node.put("sha256", digest.hex()));
        artifact.bytes().ifPresent(bytes -> node.put("bytes", bytes));
        return node;
    }
}
