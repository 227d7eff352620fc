package dev.syncprotocol.gates.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorerGatesTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final AtomicInteger calls = new AtomicInteger();

    /** A live call without a fault; the fault edits it. */
    private Scorer scorer(UnaryOperator<ScorerCall> fault) {
        return request -> {
            int n = calls.incrementAndGet();
            boolean bad = request.answer().startsWith("Bananas");
            ScorerCall call = new ScorerCall(
                    NOON,
                    "gemini",
                    EndpointClass.PUBLIC,
                    request.sha256(),
                    Optional.of(Sha256.of("reply " + n)),
                    Optional.of("id-" + n),
                    200,
                    new Timing(10, 20, 2_000_000, 3_000_000 + n),
                    Optional.of(NOON.plusSeconds(2)),
                    "gemini-2.5-flash-001",
                    Optional.of(new ScorerCall.Usage(100, 10)),
                    false);
            return new Scored(Map.of("correctness", bad ? 0.1 : 0.9, "helpfulness", 0.5), fault.apply(call));
        };
    }

    private GateResult probe(Scorer scorer, RunMode mode) throws IOException {
        PriceTable prices = PriceTable.of(folder);
        CallLog log = new CallLog(folder.resolve(CallLog.PATH), "run-1", prices);
        AtomicInteger nonces = new AtomicInteger();
        return ScorerProbe.run(
                scorer, log, new ScorerProbe.Settings(8, 8, mode, prices, () -> "nonce " + nonces.incrementAndGet()));
    }

    private List<String> faults(UnaryOperator<ScorerCall> fault) throws IOException {
        return probe(scorer(fault), RunMode.PROD).failures().stream()
                .map(Finding::check)
                .toList();
    }

    private static ScorerCall with(
            ScorerCall call,
            EndpointClass endpoint,
            Optional<String> id,
            Timing timing,
            Optional<Instant> date,
            Optional<ScorerCall.Usage> usage,
            boolean cached) {
        return new ScorerCall(
                call.at(),
                call.provider(),
                endpoint,
                call.request(),
                call.response(),
                id,
                call.status(),
                timing,
                date,
                call.model(),
                usage,
                cached);
    }

    @Test
    void provesALiveScorerAndLogsEveryCall() throws IOException {
        GateResult result = probe(scorer(call -> call), RunMode.PROD);
        assertThat(result.failures()).isEmpty();
        assertThat(result.values().get("evidence_class").textValue()).isEqualTo("live");
        assertThat(result.values().get("cost_usd").doubleValue()).isGreaterThan(0);
        List<String> lines = Files.readAllLines(folder.resolve(CallLog.PATH));
        assertThat(lines).hasSize(8);
        assertThat(lines.get(1)).contains("\"request_sha256\":\"" + repeated(lines) + "\"");
        assertThat(String.join("", lines)).doesNotContain("Bananas", "17 + 25");
    }

    /** The second and the last request are the same bytes. */
    private static String repeated(List<String> lines) {
        return lines.get(7).replaceAll(".*\"request_sha256\":\"([0-9a-f]+)\".*", "$1");
    }

    @Test
    void namesEachFault() throws IOException {
        assertThat(faults(c -> with(
                        c,
                        EndpointClass.LOOPBACK,
                        c.providerRequestId(),
                        c.timing(),
                        c.serverDate(),
                        c.usage(),
                        false)))
                .containsExactly("evidence");
        assertThat(faults(c -> with(
                        c, EndpointClass.REPLAY, c.providerRequestId(), c.timing(), c.serverDate(), c.usage(), false)))
                .containsExactly("evidence");
        assertThat(faults(
                        c -> with(c, c.endpoint(), Optional.of("same"), c.timing(), c.serverDate(), c.usage(), false)))
                .containsExactly("identity");
        assertThat(faults(c -> with(
                        c,
                        c.endpoint(),
                        c.providerRequestId(),
                        new Timing(0, 0, 1, 500_000),
                        c.serverDate(),
                        c.usage(),
                        false)))
                .containsExactly("latency");
        assertThat(faults(c -> with(
                        c,
                        c.endpoint(),
                        c.providerRequestId(),
                        c.timing(),
                        Optional.of(NOON.plus(Duration.ofMinutes(6))),
                        c.usage(),
                        false)))
                .containsExactly("clock");
        assertThat(faults(c -> with(
                        c, c.endpoint(), c.providerRequestId(), c.timing(), c.serverDate(), Optional.empty(), false)))
                .containsExactly("billing");
        assertThat(faults(
                        c -> with(c, c.endpoint(), c.providerRequestId(), c.timing(), c.serverDate(), c.usage(), true)))
                .containsExactly("cache");
    }

    @Test
    void acceptsAPrivateEndpointAsLiveAndLoopbackInTestModeOnly() throws IOException {
        assertThat(faults(c -> with(
                        c, EndpointClass.PRIVATE, c.providerRequestId(), c.timing(), c.serverDate(), c.usage(), false)))
                .isEmpty();
        GateResult test = probe(
                scorer(c -> with(
                        c,
                        EndpointClass.LOOPBACK,
                        c.providerRequestId(),
                        c.timing(),
                        c.serverDate(),
                        c.usage(),
                        false)),
                RunMode.TEST);
        assertThat(test.passed()).isTrue();
        assertThat(test.values().get("evidence_class").textValue()).isEqualTo("loopback");
    }

    @Test
    void failsWhereCallsFailOrSenseIsMissing() throws IOException {
        Scorer same = request -> new Scored(
                Map.of("correctness", 0.5, "helpfulness", 0.5),
                scorer(call -> call).score(request).call());
        assertThat(probe(same, RunMode.PROD).failures())
                .extracting(Finding::check)
                .containsExactly("sense");
        Scorer broken = request -> {
            throw new ScorerFailed(
                    "HTTP 500", scorer(call -> call).score(request).call(), null);
        };
        assertThat(probe(broken, RunMode.PROD).failures())
                .extracting(Finding::check)
                .contains("success", "sense");
        assertThatThrownBy(() -> new ScorerProbe.Settings(2, 2, RunMode.PROD, PriceTable.of(folder), () -> "n"))
                .isInstanceOf(SyncException.class);
    }

    /** Strictly below: equality fails. To see it red: {@code <=} in AntiSimulation. */
    @ParameterizedTest
    @CsvSource({"17, 20, true", "18, 20, false", "19, 20, false", "0, 0, false", "0, 1, true"})
    void judgesTheHitRateOfTheLastCalls(int hits, int all, boolean passes) throws IOException {
        Path log = folder.resolve("calls.jsonl");
        Files.writeString(
                log,
                Stream.iterate(0, i -> i + 1)
                        .limit(all)
                        .map(i -> "{\"run_id\":\"r\",\"cache\":\"" + (i < hits ? "hit" : "miss") + "\"}\n")
                        .collect(Collectors.joining()));
        GateResult result = new AntiSimulation(log, 0.90, 1_000, Optional.empty()).judge();
        assertThat(result.passed()).isEqualTo(passes);
        assertThat(result.values().get("hits").intValue()).isEqualTo(hits);
    }

    @Test
    void looksAtOneRunOrAWindowOnly() throws IOException {
        Path log = folder.resolve("calls.jsonl");
        Files.writeString(
                log,
                "{\"run_id\":\"old\",\"cache\":\"hit\"}\n".repeat(50)
                        + "{\"run_id\":\"new\",\"cache\":\"miss\"}\n".repeat(5));
        assertThat(AntiSimulation.lastRun(log)).contains("new");
        assertThat(new AntiSimulation(log, 0.90, 1_000, Optional.of("new"))
                        .judge()
                        .passed())
                .isTrue();
        assertThat(new AntiSimulation(log, 0.90, 1_000, Optional.of("old"))
                        .judge()
                        .passed())
                .isFalse();
        assertThat(new AntiSimulation(log, 0.90, 5, Optional.empty()).judge().passed())
                .isTrue();
        assertThat(new AntiSimulation(log, 0.90, 55, Optional.empty()).judge().passed())
                .isFalse();
        assertThat(new AntiSimulation(folder.resolve("none"), 0.90, 5, Optional.empty())
                        .judge()
                        .passed())
                .isFalse();
    }

    @Test
    void answersFromTheCacheAndSaysSo() {
        CachingScorer cached = new CachingScorer(scorer(call -> call), folder.resolve("cache"), CLOCK);
        ScoreRequest request = new ScoreRequest("q", "a", List.of(), List.of("correctness", "helpfulness"), "repeat 1");
        Scored first = cached.score(request);
        Scored second = cached.score(request);
        assertThat(calls).hasValue(1);
        assertThat(second.scores()).isEqualTo(first.scores());
        assertThat(first.call().cached()).isFalse();
        assertThat(second.call().cached()).isTrue();
        assertThat(second.call().endpoint().evidence()).isEqualTo("replay");
    }

    @Test
    void tellsLoopbackPrivateAndPublicAddressesApart() throws IOException {
        assertThat(EndpointClass.of(List.of(address(127, 0, 0, 1)))).isEqualTo(EndpointClass.LOOPBACK);
        assertThat(EndpointClass.of(List.of(address(10, 1, 2, 3)))).isEqualTo(EndpointClass.PRIVATE);
        assertThat(EndpointClass.of(List.of(address(192, 168, 0, 1)))).isEqualTo(EndpointClass.PRIVATE);
        assertThat(EndpointClass.of(List.of(address(203, 0, 113, 9)))).isEqualTo(EndpointClass.PUBLIC);
        assertThat(EndpointClass.of(List.of(address(203, 0, 113, 9), address(127, 0, 0, 1))))
                .isEqualTo(EndpointClass.LOOPBACK);
    }

    private static InetAddress address(int a, int b, int c, int d) throws IOException {
        return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    }
}
