package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveConfigTest {
    private static final EngineFacts FACTS = new EngineFacts("java reference", "cpu", false, 1);

    @ParameterizedTest
    @ValueSource(strings = {"lr: 0.05", "lr: 1e-5\n  max_grad_norm: .inf", "lr: 2.50e-4\n  weight_decay_is: none"})
    void readingItAgainGivesTheSameRunAndTheSameBytes(String engine) {
        String keys = engine.replace("weight_decay_is: none", "optimizer: {weight_decay: 0.1}");
        LoadedConfig first = Configs.loaded(Map.of("lr: 0.05", keys, "  threads: 1\n", ""));
        EffectiveConfig written = effective(first);
        LoadedConfig second = TrainConfigReader.readDocument(written.bytes(), EffectiveConfig.PATH);
        assertThat(effective(second).yaml()).isEqualTo(written.yaml());
        assertThat(second.config().engine()).isEqualTo(first.config().engine());
        assertThat(second.config().data()).isEqualTo(first.config().data());
        assertThat(second.config().run().threads()).hasValue(3);
    }

    @Test
    void statesTheStrategysKeysToo() {
        LoadedConfig first = Configs.loaded(Map.of("name: sft", "name: dpo\n  beta: 0.2"));
        EffectiveConfig written = effective(first);
        assertThat(tree(written).at("/strategy/loss").asText()).isEqualTo("sigmoid");
        assertThat(tree(written).at("/effective/defaults"))
                .anyMatch(name -> name.asText().equals("strategy.loss"))
                .noneMatch(name -> name.asText().equals("strategy.beta"));
        LoadedConfig second = TrainConfigReader.readDocument(written.bytes(), EffectiveConfig.PATH);
        assertThat(effective(second).yaml()).isEqualTo(written.yaml());
    }

    @Test
    void saysWhatBecameOfTheWishes() {
        JsonNode tree = tree(effective(Configs.loaded(Map.of())));
        assertThat(tree.at("/effective/precision/asked").asText()).isEqualTo("fp16");
        assertThat(tree.at("/effective/precision/effective").asText()).isEqualTo("fp32");
        assertThat(tree.at("/effective/precision/reason").asText()).isNotBlank();
        assertThat(tree.at("/effective/gradient_checkpointing/applied").asBoolean())
                .isFalse();
        assertThat(tree.at("/effective/defaults"))
                .anyMatch(name -> name.asText().equals("data.padding_side"));
    }

    @Test
    void whatIsHandedOnIsReadBackAsTheSameRunToo() {
        LoadedConfig first = Configs.loaded(Map.of(
                "name: java_ref",
                "name: process\n  process:\n    metrics: logs/rows.jsonl\n    command: [t, '{config}']"));
        EffectiveConfig written = EffectiveConfig.handedOn(first, 2);
        LoadedConfig second = TrainConfigReader.readDocument(written.bytes(), EffectiveConfig.PATH);
        assertThat(EffectiveConfig.handedOn(second, 2).yaml()).isEqualTo(written.yaml());
        assertThat(second.config().engine()).isEqualTo(first.config().engine());
        assertThat(tree(written).at("/effective/device").asText()).isEqualTo("outside");
        assertThat(tree(written).at("/effective/defaults"))
                .anyMatch(name -> name.asText().equals("engine.process.grace_seconds"));
        assertThat(tree(effective(Configs.loaded(Map.of())))
                        .at("/engine/process")
                        .isMissingNode())
                .as("other engines have no such section")
                .isTrue();
    }

    /** The schema's defaults are words for people; this keeps them true. */
    @Test
    void theSchemaStatesTheSameDefaults() throws IOException {
        Path file = Path.of(System.getProperty("sync.root"), "schemas/train-config.v1.schema.json");
        JsonNode schema = SyncJson.read(Files.readString(file));
        Map<String, JsonNode> defaults = ConfigDefaults.table().values();
        assertThat(defaults).hasSizeGreaterThan(40);
        defaults.forEach((name, value) -> {
            JsonNode stated = schema.at("/properties/" + name.replace(".", "/properties/") + "/default");
            assertThat(text(stated)).as(name).isEqualTo(text(value));
        });
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? Double.toString(value.doubleValue()) : value.isNull() ? "" : value.toString();
    }

    private static JsonNode tree(EffectiveConfig config) {
        return LocatedDocument.read(config.bytes(), DocumentFormat.YAML).root();
    }

    private static EffectiveConfig effective(LoadedConfig loaded) {
        return EffectiveConfig.of(
                loaded, 3, FACTS, PrecisionOutcome.onCpu(loaded.config().run().mixedPrecision()));
    }
}
