package dev.syncprotocol.gates.rc1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.weights.OverclarPenalty;
import dev.syncprotocol.gates.weights.SeedRatioSchedule;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code configs/ppo_scale.yaml}: the rules of preflight.md section 11.1 beyond its schema. Parsed, not searched for words:
 * a comment switches nothing on (T12).
 */
public final class PpoScale {
    private static final long LEAST_STEPS = 50_000;
    private static final Map<String, Double> ADVISED = Map.of("easy", 0.2, "medium", 0.4, "hard", 0.4);

    private final JsonNode root;
    private final List<Finding> findings = new ArrayList<>();

    private PpoScale(JsonNode root) {
        this.root = root;
    }

    /** Reads a config; {@code preflight_failed} where it is missing, with every violation where its form is wrong. */
    public static PpoScale read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.PREFLIGHT_FAILED, "no " + file).withNext("sync preflight scaffold");
        }
        return read(Files.readAllBytes(file), file.getFileName().toString());
    }

    /** The same from bytes, for example with values changed; {@code name} is for people. */
    public static PpoScale read(byte[] bytes, String name) {
        return new PpoScale(SchemaValidator.load(
                        SchemaId.PPO_SCALE_V1, bytes, DocumentFormat.YAML, ErrorCode.PREFLIGHT_FAILED, name)
                .root());
    }

    /** Whether the penalty for asking back too often is on. */
    public boolean penaltyOn() {
        return root.path("use_overclar_penalty").asBoolean(false);
    }

    /** The penalty's numbers; the seed's where the config gives none. */
    public OverclarPenalty penalty() {
        JsonNode own = root.path("overclar_penalty");
        return new OverclarPenalty(
                own.path("alpha").asDouble(OverclarPenalty.SEED.alpha()),
                own.path("cap").asInt(OverclarPenalty.SEED.cap()));
    }

    /** One run each, in this order. */
    public List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        root.path("seeds").forEach(seed -> seeds.add(seed.longValue()));
        return seeds;
    }

    /** The pool it trains on, as it is written. */
    public String seedPool() {
        return root.path("seed_pool").asText();
    }

    /**
     * Every rule it breaks in this mode.
     *
     * @param advise whether the pool it names is only advised about, as the seed did (T13)
     */
    public List<Finding> findings(RunMode mode, String baseModel, boolean advise) {
        findings.clear();
        if (mode == RunMode.PROD) {
            rule("simulate", !root.path("simulate").asBoolean(true), "must be false in prod");
            rule("live_mode", root.path("live_mode").asBoolean(false), "must be true in prod");
            rule("use_overclar_penalty", penaltyOn(), "must be true in prod");
            rule("steps", root.path("steps").asLong() >= LEAST_STEPS, "under 50000: refused in prod");
            rule("priority_sampling", root.has("priority_sampling"), "must be there in prod");
        }
        rule("base_model", root.path("base_model").asText().equals(baseModel), "must equal BASE_MODEL, " + baseModel);
        rule("seed_pool", advise || namesBalancedPool(), "must be " + Rc1Paths.BALANCED);
        double kl = root.path("target_kl").asDouble(0.02);
        rule("target_kl", kl >= 0.02 && kl <= 0.05, "must be from 0.02 to 0.05");
        distinctSeeds();
        sampling(root.path("priority_sampling"));
        twice();
        return List.copyOf(findings);
    }

    private boolean namesBalancedPool() {
        return seedPool().equals(Rc1Paths.BALANCED);
    }

    /** What the seed advises and this config does not follow; reasons for nothing but a warning. */
    public List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (!namesBalancedPool()) {
            advice.add("seed_pool is " + seedPool() + ", not the balanced pool " + Rc1Paths.BALANCED);
        }
        JsonNode shares = root.at("/priority_sampling/by_difficulty");
        boolean advised = ADVISED.entrySet().stream()
                .allMatch(share -> shares.path(share.getKey()).asDouble(-1) == share.getValue());
        if (!advised) {
            advice.add("advised priority_sampling.by_difficulty: easy 0.2, medium 0.4, hard 0.4");
        }
        return advice;
    }

    private void distinctSeeds() {
        List<Long> seeds = seeds();
        Set<Long> distinct = new HashSet<>(seeds);
        rule("seeds", !distinct.isEmpty() && distinct.size() == seeds.size(), "must be distinct, at least one");
    }

    private void sampling(JsonNode sampling) {
        JsonNode shares = sampling.path("by_difficulty");
        if (shares.isObject()) {
            double sum = Stream.of("easy", "medium", "hard")
                    .mapToDouble(name -> shares.path(name).asDouble())
                    .sum();
            rule("priority_sampling.by_difficulty", Math.abs(sum - 1) < 1e-9, "must sum to 1");
        }
        JsonNode schedule = sampling.path("seed_ratio_schedule");
        if (schedule.isArray()) {
            schedule(schedule);
        }
    }

    private void schedule(JsonNode schedule) {
        List<SeedRatioSchedule.Entry> entries = new ArrayList<>();
        schedule.forEach(entry -> entries.add(new SeedRatioSchedule.Entry(
                entry.path("step").asLong(), entry.path("ratio").asDouble())));
        try {
            new SeedRatioSchedule(entries).at(0);
        } catch (SyncException broken) {
            rule("priority_sampling.seed_ratio_schedule", false, broken.getMessage());
        }
    }

    /** The same setting given twice with different values (D36). */
    private void twice() {
        same("target_kl", "/engine/target_kl");
        same("base_model", "/model/base");
        same("steps", "/run/max_steps");
    }

    private void same(String key, String other) {
        JsonNode again = root.at(other);
        rule(key, again.isMissingNode() || again.equals(root.path(key)), "is given twice, differently: " + other);
    }

    private void rule(String key, boolean holds, String why) {
        if (!holds) {
            findings.add(Finding.rule(key, Finding.ALL, why));
        }
    }
}
