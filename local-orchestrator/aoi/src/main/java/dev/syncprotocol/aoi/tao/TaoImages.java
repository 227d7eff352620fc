package dev.syncprotocol.aoi.tao;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.DocumentUnreadable;
import dev.syncprotocol.protocol.json.LocatedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two images (S4-12.3): a variable of the environment wins over the key in {@code versions.yaml}.
 *
 * @param training train, evaluate, inference
 * @param dataServices gap analysis, embedding, mining
 */
public record TaoImages(Image training, Image dataServices) {
    /** Where the training image stands in {@code versions.yaml}. */
    public static final String TRAINING_KEY = "images.tao_toolkit.pyt";

    /** Where the data services image stands. */
    public static final String DATA_SERVICES_KEY = "images.tao_toolkit.data_services";

    /** The variable that names the training image. */
    public static final String TRAINING_VARIABLE = "TAO_PYT_IMAGE";

    /** The variable that names the data services image. */
    public static final String DATA_SERVICES_VARIABLE = "TAO_DS_IMAGE";

    private static final String KEYS_OF = "images.tao_toolkit";
    private static final String BLOCK = "/images/tao_toolkit";

    private static final List<Map.Entry<String, String>> KEYS =
            List.of(Map.entry(TRAINING_VARIABLE, TRAINING_KEY), Map.entry(DATA_SERVICES_VARIABLE, DATA_SERVICES_KEY));

    /**
     * An image.
     *
     * @param reference what docker is asked for
     * @param source the variable or key it was taken from
     */
    public record Image(String reference, String source) {
        /** The registry a login goes to: what stands before the first slash when it looks like a host, else docker's own. */
        public String registry() {
            String first = reference.split("/", 2)[0];
            boolean host = reference.contains("/") && (first.contains(".") || first.contains(":"));
            return host ? first : "docker.io";
        }
    }

    /**
     * What was found of both.
     *
     * @param found the training image first
     * @param missing a sentence an image that is named nowhere
     * @param reference what is wrong with {@code versions.yaml} where it was needed; empty when it is the file it should be (decision A24)
     */
    public record Lookup(List<Image> found, List<String> missing, Optional<String> reference) {
        public Lookup {
            found = List.copyOf(found);
            missing = List.copyOf(missing);
        }
    }

    /**
     * Looks both up, whichever is missing.
     *
     * @param versions {@code versions.yaml}, or empty when there is none
     * @param environment variables of the process
     */
    public static Lookup lookUp(Optional<Path> versions, Map<String, String> environment) throws IOException {
        Optional<JsonNode> tree = versions.isPresent() ? tree(versions.get()) : Optional.empty();
        List<Image> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        KEYS.forEach(both -> image(both.getKey(), both.getValue(), tree, environment)
                .ifPresentOrElse(
                        found::add,
                        () -> missing.add("no image: " + both.getKey() + " is not set and " + both.getValue()
                                + " is missing or empty ("
                                + versions.map(Path::toString).orElse("no versions.yaml was found") + ")")));
        return new Lookup(found, missing, missing.isEmpty() ? Optional.empty() : reference(versions, tree));
    }

    /**
     * Resolves both.
     *
     * @param versions {@code versions.yaml}, or empty when there is none
     * @param environment variables of the process
     * @throws SyncException {@code engine_unavailable} naming each missing or empty key
     */
    public static TaoImages resolve(Optional<Path> versions, Map<String, String> environment) throws IOException {
        Lookup images = lookUp(versions, environment);
        if (!images.missing().isEmpty()) {
            throw new SyncException(ErrorCode.ENGINE_UNAVAILABLE, String.join("; ", images.missing()))
                    .withHint("set the variable, or give --versions FILE; or run with --engine embedded");
        }
        return new TaoImages(images.found().get(0), images.found().get(1));
    }

    private static Optional<Image> image(
            String variable, String key, Optional<JsonNode> tree, Map<String, String> environment) {
        String named = environment.getOrDefault(variable, "").strip();
        if (!named.isEmpty()) {
            return Optional.of(new Image(named, variable));
        }
        return tree.map(root -> root.at("/" + key.replace('.', '/')).asText("").strip())
                .filter(reference -> !reference.isEmpty())
                .map(reference -> new Image(reference, key));
    }

    /** A file without a key is whole and lacks an image; one without the block of the keys is not the file that was shipped. */
    private static Optional<String> reference(Optional<Path> versions, Optional<JsonNode> tree) {
        if (versions.isEmpty()) {
            return Optional.of("versions.yaml of the skill bank is missing");
        }
        boolean whole = tree.filter(root -> root.at(BLOCK).isObject()).isPresent();
        return whole
                ? Optional.empty()
                : Optional.of(versions.get() + " is not the skill bank's: it has no " + KEYS_OF);
    }

    /** Empty when it cannot be read. */
    private static Optional<JsonNode> tree(Path versions) throws IOException {
        try {
            return Optional.of(LocatedDocument.read(Files.readAllBytes(versions), DocumentFormat.YAML)
                    .root());
        } catch (DocumentUnreadable altered) {
            return Optional.empty();
        }
    }
}
