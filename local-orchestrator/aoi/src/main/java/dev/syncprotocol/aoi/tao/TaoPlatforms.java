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
import java.util.stream.StreamSupport;

/**
 * The platforms a run could be launched on (S4-4): the two this product executes, and those a skill bank's manifest lists.
 *
 * @param platforms in the order they are shown
 */
public record TaoPlatforms(List<Platform> platforms) {
    private static final String MANIFEST = "skills/platform/platforms.manifest.json";
    private static final String DOCKER = "docker";
    private static final List<String> DOCKER_ALIASES = List.of("local-docker");

    public TaoPlatforms {
        platforms = List.copyOf(platforms);
    }

    /**
     * A platform.
     *
     * @param name as {@code --platform} takes it
     * @param aliases other names for it
     * @param description one sentence
     * @param executable whether this product runs it; the others are known, and no more
     * @param credentials what it needs, by the names of variables
     */
    public record Platform(
            String name, List<String> aliases, String description, boolean executable, List<Credential> credentials) {
        public Platform {
            aliases = List.copyOf(aliases);
            credentials = List.copyOf(credentials);
        }

        /** Whether it is called so. */
        public boolean isCalled(String word) {
            return name.equals(word) || aliases.contains(word);
        }
    }

    /**
     * A variable a platform needs.
     *
     * @param name of the variable
     * @param required always, or only under its condition
     * @param condition when it is needed; empty: always
     */
    public record Credential(String name, boolean required, String condition) {}

    /** The two this product executes. */
    public static TaoPlatforms ours() {
        return new TaoPlatforms(List.of(
                new Platform(
                        "local", List.of("embedded"), "the embedded engine, in this machine's memory", true, List.of()),
                new Platform(
                        DOCKER,
                        DOCKER_ALIASES,
                        "NVIDIA's containers through the local docker daemon and its GPU",
                        true,
                        List.of(
                                new Credential(
                                        DotEnv.REGISTRY_KEY, true, "unless the images are present and --air-gap"),
                                new Credential(
                                        DotEnv.HUB_TOKEN, true, "unless the weights are present and --air-gap")))));
    }

    /**
     * Ours, and those of a skill bank that has a manifest.
     *
     * @param skillBank the folder; a folder without a manifest adds nothing
     * @throws SyncException {@code config_invalid} for a manifest that is no JSON document
     */
    public static TaoPlatforms with(Path skillBank) throws IOException {
        Path manifest = skillBank.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            return ours();
        }
        List<Platform> all = new ArrayList<>(ours().platforms());
        for (JsonNode entry : tree(manifest).path("platforms")) {
            Platform platform = known(entry);
            if (!platform.name().isEmpty() && all.stream().noneMatch(ours -> ours.isCalled(platform.name()))) {
                all.add(platform);
            }
        }
        return new TaoPlatforms(all);
    }

    /**
     * The platform of this name or alias.
     *
     * @throws SyncException {@code usage} naming those there are
     */
    public Platform named(String word) {
        return platforms.stream()
                .filter(platform -> platform.isCalled(word))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.USAGE,
                        "no platform is called " + word + "; there are "
                                + String.join(
                                        ", ",
                                        platforms.stream().map(Platform::name).toList())));
    }

    private static Platform known(JsonNode entry) {
        List<Credential> credentials = new ArrayList<>();
        entry.path("required_credentials").forEach(node -> credentials.add(credential(node, true)));
        entry.path("optional_credentials").forEach(node -> credentials.add(credential(node, false)));
        return new Platform(
                entry.path("name").asText(),
                StreamSupport.stream(entry.path("aliases").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                entry.path("description").asText(),
                false,
                credentials);
    }

    private static Credential credential(JsonNode node, boolean required) {
        return new Credential(
                node.path("name").asText(), required, node.path("only_when").asText(""));
    }

    private static JsonNode tree(Path manifest) throws IOException {
        try {
            return LocatedDocument.read(Files.readAllBytes(manifest), DocumentFormat.JSON)
                    .root();
        } catch (DocumentUnreadable e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, manifest + ": " + e.getMessage(), e);
        }
    }
}
