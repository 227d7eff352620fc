package dev.syncprotocol.agent.fulfil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.agent.loopback.GeminiServer;
import dev.syncprotocol.agent.loopback.Heard;
import dev.syncprotocol.agent.loopback.Loopback;
import dev.syncprotocol.agent.loopback.OpenAiServer;
import dev.syncprotocol.agent.loopback.Turn;
import dev.syncprotocol.agent.model.ModelFailure;
import dev.syncprotocol.agent.model.RetryRule;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers that are busy, slow, broken or that refuse: repeated where that helps, said clearly, and no key anywhere. */
class FaultyProvidersTest {
    private static final String NEED = "{\"name\":\"pack\",\"path\":\"templates/pack/a.txt\",\"desc\":\"a text\"}";

    @TempDir
    Path folder;

    private static Turn honest(Heard heard) {
        if (heard.structured()) {
            return Turn.says(
                    "```json\n{\"from\":\"gemini\",\"round\":1,\"artifacts_produced\":[{\"name\":\"pack\",\"path\":"
                            + "\"templates/pack/a.txt\"}],\"risks_blockers\":[\"none\"],\"notes\":\"n\"}\n```");
        }
        return heard.toolResults().isEmpty()
                ? Turn.calls("write_file", Map.of("path", "templates/pack/a.txt", "content", "x"))
                : Turn.calls("submit", Map.of());
    }

    /** These first, then honestly. */
    private static Function<Heard, Turn> after(Turn... faults) {
        Iterator<Turn> left = List.of(faults).iterator();
        return heard -> left.hasNext() ? left.next() : honest(heard);
    }

    private static Loopback server(ProviderKind kind, Function<Heard, Turn> mind) throws IOException {
        return kind == ProviderKind.GEMINI ? new GeminiServer(mind) : new OpenAiServer(mind);
    }

    static Stream<Arguments> passing() {
        return Stream.of(ProviderKind.GEMINI, ProviderKind.OPENAI)
                .flatMap(kind -> Stream.of(
                        Arguments.of(kind, "rate_limited", new Turn[] {Turn.busy(0)}),
                        Arguments.of(kind, "unavailable", new Turn[] {Turn.fails(503, "overloaded")}),
                        Arguments.of(
                                kind, "unavailable", new Turn[] {Turn.fails(500, "{}"), Turn.fails(502, "<html>")}),
                        Arguments.of(kind, "broken_answer", new Turn[] {Turn.sends("data: {\"candidates\": [\n\n")}),
                        Arguments.of(kind, "broken_answer", new Turn[] {Turn.sends("")})));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void repeatsWhatMayPass(ProviderKind kind, String failure, Turn... faults) throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n");
        try (Loopback server = server(kind, after(faults))) {
            assertThat(bench.fulfil(server, kind).ingested()).isPresent();
            JsonNode first = SyncJson.read(Files.readString(bench.transcripts().get(0)));
            assertThat(first.path("attempts")).hasSize(faults.length);
            assertThat(first.at("/attempts/0/failure").asText()).isEqualTo(failure);
            assertThat(bench.coordinator().status().state()).contains(RoundState.READY);
        }
    }

    static Stream<Arguments> lasting() {
        return Stream.of(ProviderKind.GEMINI, ProviderKind.OPENAI)
                .flatMap(kind -> Stream.of(
                        Arguments.of(kind, Turn.fails(400, "bad"), ModelFailure.Kind.REFUSED, 1),
                        Arguments.of(kind, Turn.fails(401, "who?"), ModelFailure.Kind.KEY_REFUSED, 1),
                        Arguments.of(kind, Turn.fails(403, "no"), ModelFailure.Kind.KEY_REFUSED, 1),
                        Arguments.of(kind, Turn.fails(404, "none"), ModelFailure.Kind.REFUSED, 1),
                        Arguments.of(kind, Turn.fails(307, "elsewhere"), ModelFailure.Kind.UNAVAILABLE, 3),
                        Arguments.of(kind, Turn.fails(429, "busy"), ModelFailure.Kind.RATE_LIMITED, 3),
                        Arguments.of(kind, Turn.fails(503, "down"), ModelFailure.Kind.UNAVAILABLE, 3)));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void saysWhatLasts(ProviderKind kind, Turn fault, ModelFailure.Kind expected, int requests) throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n");
        Map<String, String> before = bench.picture();
        try (Loopback server = server(kind, heard -> fault)) {
            ModelFailure failure = catchThrowableOfType(ModelFailure.class, () -> bench.fulfil(server, kind));
            assertThat(failure.why()).isEqualTo(expected);
            assertThat(server.heard()).hasSize(requests);
            assertThat(bench.picture()).isEqualTo(before);
        }
    }

    @Test
    void givesUpAnAnswerThatNeverEnds() throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n")
                .with(Duration.ofMillis(400))
                .with(new RetryRule(1, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (GeminiServer server = new GeminiServer(heard -> Turn.stalls("data: {}\n\n"))) {
            ModelFailure failure =
                    catchThrowableOfType(ModelFailure.class, () -> bench.fulfil(server, ProviderKind.GEMINI));
            assertThat(failure.why()).isEqualTo(ModelFailure.Kind.TIMED_OUT);
            assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE);
            assertThat(server.heard()).hasSize(2);
        }
    }

    @Test
    void waitsNoShorterThanTheProviderAsks() {
        ModelFailure busy = new ModelFailure("p", ModelFailure.Kind.RATE_LIMITED, "", 7);
        RetryRule rule = new RetryRule(5, Duration.ofSeconds(1), Duration.ofSeconds(20));
        assertThat(rule.pause(busy, 1)).isEqualTo(Duration.ofSeconds(7));
        assertThat(rule.pause(busy, 4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(rule.pause(busy, 6)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void sendsThoughtsBackWithTheirCalls() throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n");
        try (GeminiServer server = new GeminiServer(FaultyProvidersTest::honest)) {
            bench.fulfil(server, ProviderKind.GEMINI);
            assertThat(server.heard().get(1).body().toString()).contains(GeminiServer.SIGNATURE);
        }
    }

    @Test
    void leavesTheKeyNowhere() throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n");
        String echo = "{\"error\":{\"message\":\"the key " + FulfilBench.KEY + " is not valid\"}}";
        try (GeminiServer server = new GeminiServer(heard -> Turn.fails(403, echo))) {
            ModelFailure failure =
                    catchThrowableOfType(ModelFailure.class, () -> bench.fulfil(server, ProviderKind.GEMINI));
            assertThat(failure.getMessage() + failure.detail() + failure.hint()).doesNotContain(FulfilBench.KEY);
            assertThat(failure.getCause()).isNull();
            assertThat(failure.detail()).contains("the key *** is not valid");
        }
        try (GeminiServer server = new GeminiServer(heard -> Turn.says("my key is " + FulfilBench.KEY))) {
            catchThrowableOfType(SyncException.class, () -> bench.fulfil(server, ProviderKind.GEMINI));
        }
        assertThat(bench.transcripts()).hasSizeGreaterThan(1);
        try (Stream<Path> everything = Files.walk(bench.root())) {
            for (Path file : everything.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text).as(file.toString()).doesNotContain(FulfilBench.KEY);
            }
        }
    }

    @Test
    void endsAtOnceWhenInterrupted() throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n").with(Duration.ofMinutes(5));
        Map<String, String> before = bench.picture();
        try (GeminiServer server = new GeminiServer(heard -> {
            bench.interruption.request();
            return Turn.stalls("data: {}\n\n");
        })) {
            SyncException end =
                    catchThrowableOfType(SyncException.class, () -> bench.fulfil(server, ProviderKind.GEMINI));
            assertThat(end.code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(bench.picture()).isEqualTo(before);
        }
    }
}
