package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What tokens cost, USD a million.
 *
 * @param version names the table in evidence
 * @param models by name; a dated version of a model has the price of the name it begins with
 */
public record PriceTable(String version, Map<String, Price> models) {
    private static final double MILLION = 1e6;
    private static final String OVERRIDE = "configs/scorer_prices.json";

    /**
     * One model's price, USD a million tokens.
     *
     * @param input of prompts
     * @param output of replies
     */
    public record Price(double input, double output) {}

    public PriceTable {
        models = Map.copyOf(models);
    }

    /** The workspace's {@code configs/scorer_prices.json}, else the table this program ships. */
    public static PriceTable of(Path workspace) throws IOException {
        Path own = workspace.resolve(OVERRIDE);
        if (Files.isRegularFile(own)) {
            return read(Files.readString(own));
        }
        try (InputStream in = PriceTable.class.getResourceAsStream("scorer_prices.v1.json")) {
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PriceTable read(String text) {
        JsonNode tree = SyncJson.read(text);
        Map<String, Price> models = new HashMap<>();
        tree.path("models")
                .properties()
                .forEach(model -> models.put(
                        model.getKey(),
                        new Price(
                                model.getValue().path("input").asDouble(),
                                model.getValue().path("output").asDouble())));
        return new PriceTable(tree.path("version").asText("unnamed"), models);
    }

    /** What this usage costs; empty for a model without a price. */
    OptionalDouble cost(String model, ScorerCall.Usage usage) {
        return models.entrySet().stream()
                .filter(entry -> model.startsWith(entry.getKey()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(entry -> OptionalDouble.of((entry.getValue().input() * usage.input()
                                + entry.getValue().output() * usage.output())
                        / MILLION))
                .orElse(OptionalDouble.empty());
    }
}
