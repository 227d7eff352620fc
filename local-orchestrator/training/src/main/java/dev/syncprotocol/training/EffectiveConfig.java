package dev.syncprotocol.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The configuration a run really has: every key with its value, which of them are defaults, and what became of the
 * wishes (S3-2.27). Reading it again gives the same run and the same bytes.
 *
 * @param yaml the document
 */
public record EffectiveConfig(String yaml) {
    private static final Pattern INFINITE = Pattern.compile("(?m): \"?(Infinity|\\.inf)\"?$");

    /** The device of a run that an outside trainer makes. */
    public static final String OUTSIDE = "outside";

    /** Where it lies in a workspace. */
    public static final String PATH = "reports/config_effective.yaml";

    /**
     * The effective form of a configuration.
     *
     * @param loaded what was read
     * @param threads the thread count that is fixed from here on
     * @param facts what the engine does with the wishes
     * @param precision what runs in place of the precision asked for
     */
    public static EffectiveConfig of(LoadedConfig loaded, int threads, EngineFacts facts, PrecisionOutcome precision) {
        ObjectNode effective = outcome(loaded, facts.device(), precision);
        effective
                .putObject("gradient_checkpointing")
                .put("asked", loaded.config().model().gradientCheckpointing())
                .put("applied", facts.gradientCheckpointing());
        return with(loaded, threads, effective);
    }

    /** The effective form of a configuration that an outside trainer reads: what becomes of its wishes is not known here. */
    public static EffectiveConfig handedOn(LoadedConfig loaded, int threads) {
        TrainConfig.Precision asked = loaded.config().run().mixedPrecision();
        PrecisionOutcome precision = new PrecisionOutcome(asked, asked, "handed on: the outside trainer decides");
        return with(loaded, threads, outcome(loaded, OUTSIDE, precision));
    }

    private static ObjectNode outcome(LoadedConfig loaded, String device, PrecisionOutcome precision) {
        ObjectNode effective = SyncJson.object();
        effective.putArray("defaults").addAll(names(loaded));
        if (!loaded.sources().isEmpty()) {
            loaded.sources().forEach(effective.putObject("sources")::put);
        }
        effective.put("device", device);
        effective
                .putObject("precision")
                .put("asked", word(precision.asked()))
                .put("effective", word(precision.effective()))
                .put("reason", precision.reason());
        return effective;
    }

    private static EffectiveConfig with(LoadedConfig loaded, int threads, ObjectNode effective) {
        ObjectNode tree = loaded.tree();
        ConfigDefaults.put(tree, "run.threads", effective.numberNode(threads));
        tree.set("effective", effective);
        return new EffectiveConfig(yaml(tree));
    }

    /** Writes it to {@link #PATH}; an earlier run's file is replaced, each checkpoint keeps its own copy. */
    public Path writeTo(Path workspace) throws IOException {
        Path file = workspace.resolve(PATH);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes());
    }

    /** The document as UTF-8. */
    public byte[] bytes() {
        return yaml.getBytes(StandardCharsets.UTF_8);
    }

    /** Digest of the bytes; stands in every checkpoint. */
    public Sha256 sha256() {
        return Sha256.of(bytes());
    }

    /** An infinite limit is written as YAML's {@code .inf}, which is how it was read; the mapper would quote it. */
    static String yaml(ObjectNode tree) {
        return INFINITE.matcher(SyncJson.yaml(tree)).replaceAll(": .inf");
    }

    /** The keys an effective config marks as defaults; none for a config people wrote. */
    static List<String> defaultsMarkedIn(JsonNode document) {
        return StreamSupport.stream(document.at("/effective/defaults").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The flat RC1 key behind each key of an effective config that one filled; none for a config people wrote. */
    static Map<String, String> sourcesIn(JsonNode document) {
        Map<String, String> sources = new LinkedHashMap<>();
        document.at("/effective/sources")
                .properties()
                .forEach(entry -> sources.put(entry.getKey(), entry.getValue().asText()));
        return sources;
    }

    private static List<JsonNode> names(LoadedConfig loaded) {
        boolean threadsGiven = loaded.config().run().threads().isPresent()
                && !loaded.defaults().contains("run.threads");
        Stream<String> strategy =
                StrategyKeys.of(loaded.config().strategy()).keySet().stream().map(key -> "strategy." + key);
        return Stream.concat(ConfigDefaults.table().values().keySet().stream(), strategy)
                .filter(name -> name.equals("run.threads")
                        ? !threadsGiven
                        : loaded.defaults().contains(name))
                .<JsonNode>map(TextNode::valueOf)
                .toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
