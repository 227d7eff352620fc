package dev.syncprotocol.aoi.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.net.URI;
import java.util.Optional;

/**
 * What is fetched after the approval; part of the summary, so of what is approved.
 *
 * @param source the file
 * @param hub the one host that gets the token
 * @param sha256 what the file must be; empty where nobody said so
 */
public record WeightsPlan(WeightsSource source, ModelHub hub, Optional<Sha256> sha256) {
    /** Its place in the summary. */
    public ObjectNode tree() {
        return SyncJson.object()
                .put("url", source.address().toString())
                .put("file", source.fileName())
                .put("sha256", sha256.map(Sha256::hex).orElse(null))
                .put("hub", hub.endpoint().toString())
                .put("licence", source.licence());
    }

    /** The plan of a tree that {@link #tree} made; empty where nothing is planned. */
    public static Optional<WeightsPlan> of(JsonNode tree) {
        return tree.isObject()
                ? Optional.of(new WeightsPlan(
                        new WeightsSource(
                                URI.create(tree.path("url").asText()),
                                tree.path("file").asText()),
                        new ModelHub(URI.create(tree.path("hub").asText())),
                        Optional.ofNullable(tree.path("sha256").textValue()).map(Sha256::new)))
                : Optional.empty();
    }

    /** For the summary's row. */
    public String words() {
        return source.fileName() + ", to be fetched after approval from " + source.address() + "; "
                + sha256.map(digest -> "sha256 " + digest.hex()).orElse("sha256 not known before")
                + "; " + source.licence() + "; HF_TOKEN "
                + (hub.owns(source.address()) ? "goes to " + hub.host() + " only" : "is not sent");
    }
}
