package dev.syncprotocol.gates.scorer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The live-scorer proof (S2-2.2a, preflight.md section 6): n calls, each with a fresh nonce, among them a clearly good and
 * a clearly bad answer and one exact repetition. It proves usage figures and request ids of the provider's answers;
 * whether the provider's invoice agrees is out of a probe's reach, and the report says so.
 */
public final class ScorerProbe {
    private static final long MILLISECOND = 1_000_000;
    private static final long MOST_SKEW_SECONDS = 300;
    private static final List<String> DIMENSIONS = List.of("correctness", "helpfulness");
    private static final String QUESTION = "What is 17 + 25, and why?";
    private static final String GOOD = "42: 17 + 25 = 17 + 20 + 5 = 37 + 5 = 42.";
    private static final String BAD = "Bananas. I will not tell.";

    private final Settings settings;
    private final List<ScorerCall> calls = new ArrayList<>();
    private final List<OptionalDouble> scores = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private ScorerProbe(Settings settings) {
        this.settings = settings;
    }

    /**
     * How to probe.
     *
     * @param n calls, at least 3
     * @param minOk calls that must succeed
     * @param mode production takes live evidence only
     * @param prices what calls cost
     * @param nonces gives a fresh random word each time
     */
    public record Settings(int n, int minOk, RunMode mode, PriceTable prices, Supplier<String> nonces) {
        /** Refuses fewer than three calls, {@code usage}. */
        public Settings {
            if (n < 3) {
                throw new SyncException(ErrorCode.USAGE, "a probe makes at least 3 calls, found " + n);
            }
        }
    }

    /** Calls and judges. */
    public static GateResult run(Scorer scorer, CallLog log, Settings settings) {
        ScorerProbe probe = new ScorerProbe(settings);
        String repeated = settings.nonces().get();
        for (int i = 0; i < settings.n(); i++) {
            // The second and the last call are one request: the same bytes twice must still be two calls.
            boolean repetition = i == 1 || i == settings.n() - 1;
            String nonce = repetition ? repeated : settings.nonces().get();
            probe.call(scorer, log, i == 0 ? BAD : GOOD, nonce);
        }
        probe.judge();
        return probe.result();
    }

    private void call(Scorer scorer, CallLog log, String answer, String nonce) {
        try {
            Scored scored = log.ask(scorer, new ScoreRequest(QUESTION, answer, List.of(), DIMENSIONS, nonce));
            calls.add(scored.call());
            scores.add(OptionalDouble.of(scored.mean()));
        } catch (ScorerFailed failed) {
            calls.add(failed.call());
            scores.add(OptionalDouble.empty());
            errors.add(failed.getMessage());
        }
    }

    private void judge() {
        long good = scores.stream().filter(OptionalDouble::isPresent).count();
        require(
                "success",
                good >= settings.minOk(),
                good + " of " + settings.n() + " calls succeeded"
                        + errors.stream()
                                .findFirst()
                                .map(why -> ", first failure: " + why)
                                .orElse(""));
        require("identity", distinctIds(), "provider request ids are missing or not distinct");
        require(
                "billing",
                billed(),
                "a call without usage, or no cost above 0 by "
                        + settings.prices().version());
        require("latency", latent(), "calls of at most 1 ms, or all of the same duration");
        require("clock", calls.stream().allMatch(ScorerProbe::inTime), "no Date header, or one off by over 5 minutes");
        require("sense", sensible(), "the good answer is not scored above the bad one");
        require("cache", calls.stream().noneMatch(ScorerCall::cached), "a cache answered");
        boolean live = evidence().equals("live");
        boolean accepted = live || settings.mode() == RunMode.TEST && evidence().equals("loopback");
        require(
                "evidence",
                accepted,
                evidence() + " evidence does not open " + settings.mode().word());
    }

    private void require(String check, boolean holds, String why) {
        if (!holds) {
            findings.add(Finding.rule(check, Finding.ALL, why));
        }
    }

    private boolean distinctIds() {
        long ids = calls.stream()
                .flatMap(call -> call.providerRequestId().stream())
                .distinct()
                .count();
        return ids == calls.size();
    }

    private boolean billed() {
        boolean used = calls.stream()
                .allMatch(call -> call.usage()
                        .filter(usage -> usage.input() > 0 && usage.output() > 0)
                        .isPresent());
        return used && cost() > 0;
    }

    private double cost() {
        return calls.stream()
                .mapToDouble(call -> call.cost(settings.prices()).orElse(0))
                .sum();
    }

    /** More than a millisecond each for a public endpoint; a spread above 0 for all. */
    private boolean latent() {
        boolean slow = calls.stream()
                .filter(call -> call.endpoint() == EndpointClass.PUBLIC)
                .allMatch(call -> call.timing().total() > MILLISECOND);
        boolean spread =
                calls.stream().map(call -> call.timing().total()).distinct().count() > 1;
        return slow && spread && calls.stream().allMatch(call -> call.timing().total() > 0);
    }

    private static boolean inTime(ScorerCall call) {
        return call.skewSeconds().isPresent() && Math.abs(call.skewSeconds().getAsLong()) <= MOST_SKEW_SECONDS;
    }

    private boolean sensible() {
        return scores.get(0).isPresent()
                && scores.get(1).isPresent()
                && scores.get(1).getAsDouble() > scores.get(0).getAsDouble();
    }

    /** The weakest evidence of all calls. */
    private String evidence() {
        List<String> found =
                calls.stream().map(call -> call.endpoint().evidence()).toList();
        return List.of("replay", "loopback").stream()
                .filter(found::contains)
                .findFirst()
                .orElse("live");
    }

    private GateResult result() {
        ObjectNode values = SyncJson.object()
                .put("evidence_class", evidence())
                .put("calls", calls.size())
                .put("cost_usd", cost())
                .put("price_source", settings.prices().version())
                .put("bound", "usage figures and request ids of the answers; the provider's invoice is not seen");
        for (int i = 0; i < calls.size(); i++) {
            values.withArray("evidence").add(calls.get(i).tree("probe", settings.prices(), scores.get(i)));
        }
        errors.forEach(values.putArray("errors")::add);
        ObjectNode thresholds = SyncJson.object()
                .put("n", settings.n())
                .put("min_ok", settings.minOk())
                .put("most_skew_s", MOST_SKEW_SECONDS);
        return new GateResult("probe", values, thresholds, Optional.empty(), findings);
    }
}
