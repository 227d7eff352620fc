package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.DatasetSettings;
import dev.syncprotocol.aoi.spec.ModelSettings;
import dev.syncprotocol.aoi.spec.ModelSettings.Difference;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.picture.Registration;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a checkpoint and a specification must agree on for its scores to mean anything: the shape of the network and how pictures are laid out
 * and normalised. A network made for another layout loads without complaint and gives wrong scores, so both are compared by digest.
 *
 * @param difference how two feature maps are compared
 * @param modules scales a learnable difference looks at, the deepest first
 * @param embedDimensions width of the euclidean embedding
 * @param lights the lights in their order
 * @param layout where the lights lie
 * @param mean per colour
 * @param deviation per colour
 */
record Structure(
        Difference difference,
        int modules,
        int embedDimensions,
        List<String> lights,
        PictureLayout layout,
        List<Double> mean,
        List<Double> deviation) {
    /** The name of the one architecture this engine has, as {@code model.backbone.type} gives it. */
    static final String ARCHITECTURE = "sync_siamese_small";

    static final String ARCHITECTURE_KEY = "architecture";
    static final String DIGEST_KEY = "structure_sha256";

    Structure {
        lights = List.copyOf(lights);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    static Structure of(ChangeNetSpec spec) {
        ModelSettings model = spec.model();
        DatasetSettings data = spec.dataset();
        return new Structure(
                model.difference(),
                model.differenceModules(),
                model.embedDimensions(),
                data.pictures().lights(),
                PictureLayout.of(data),
                data.augmentation().mean(),
                data.augmentation().deviation());
    }

    /** The structure a checkpoint's metadata describes; its words were checked by their digest. */
    static Structure of(Map<String, String> metadata) {
        return new Structure(
                Difference.valueOf(metadata.getOrDefault("difference", "")),
                number(metadata, "modules"),
                number(metadata, "embed_dimensions"),
                words(metadata.getOrDefault("lights", "")),
                new PictureLayout(
                        number(metadata, "columns"),
                        number(metadata, "rows"),
                        number(metadata, "image_width"),
                        number(metadata, "image_height")),
                numbers(metadata.getOrDefault("mean", "")),
                numbers(metadata.getOrDefault("deviation", "")));
    }

    /** What is written into a checkpoint and compared word by word. */
    SortedMap<String, String> words() {
        SortedMap<String, String> words = new TreeMap<>();
        words.put(ARCHITECTURE_KEY, ARCHITECTURE);
        words.put("difference", difference.name());
        words.put("modules", String.valueOf(modules));
        words.put("embed_dimensions", String.valueOf(embedDimensions));
        words.put("lights", String.join(",", lights));
        words.put("columns", String.valueOf(layout.columns()));
        words.put("rows", String.valueOf(layout.rows()));
        words.put("image_width", String.valueOf(layout.width()));
        words.put("image_height", String.valueOf(layout.height()));
        words.put("mean", joined(mean));
        words.put("deviation", joined(deviation));
        words.put("registration", String.valueOf(Registration.REACH));
        return words;
    }

    /** SHA-256 over {@link #words}, a line a word. */
    String digest() {
        return digestOf(words());
    }

    /** The digest of these words. */
    static String digestOf(SortedMap<String, String> words) {
        StringBuilder text = new StringBuilder();
        words.forEach((name, word) -> text.append(name).append('=').append(word).append('\n'));
        return Sha256.of(text.toString()).hex();
    }

    private static String joined(List<Double> numbers) {
        return String.join(",", numbers.stream().map(String::valueOf).toList());
    }

    private static int number(Map<String, String> metadata, String name) {
        return Integer.parseInt(metadata.getOrDefault(name, ""));
    }

    private static List<String> words(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }

    private static List<Double> numbers(String joined) {
        return words(joined).stream().map(Double::valueOf).toList();
    }
}
