package dev.syncprotocol.agent.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.gates.scorer.EndpointClass;
import dev.syncprotocol.gates.scorer.Provider;
import dev.syncprotocol.gates.scorer.ScoreRequest;
import dev.syncprotocol.gates.scorer.Scored;
import dev.syncprotocol.gates.scorer.ScorerCall;
import dev.syncprotocol.gates.scorer.ScorerFailed;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveScorerTest {
    private static final String KEY = "test-key-never-to-be-seen-4711";
    private static final String PROMISE =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    private static final ScoreRequest REQUEST =
            new ScoreRequest("What is 2 + 2?", "4", List.of(), List.of("correctness", "brevity"), "nonce-1");
    private static final String REPLY = "Sure: {\"correctness\": 1, \"brevity\": 0.5} there.";

    private static LiveScorer scorer(Provider provider, URI endpoint) {
        return scorer(provider, endpoint, Duration.ofSeconds(5));
    }

    private static LiveScorer scorer(Provider provider, URI endpoint, Duration timeout) {
        return LiveScorer.open(
                new ScorerSettings(provider, provider.model(), endpoint, KEY, timeout), Clock.systemUTC());
    }

    private static Scored score(Provider provider, LoopbackProvider server) {
        return scorer(provider, server.endpoint()).score(REQUEST);
    }

    @Test
    void speaksOpenAisProtocolAndKeepsTheEvidenceOfTheCall() throws IOException {
        try (LoopbackProvider server = new LoopbackProvider(200, i -> LoopbackProvider.openAi(i, REPLY))) {
            Scored scored = score(Provider.OPENAI, server);
            assertThat(scored.scores()).containsEntry("correctness", 1.0).containsEntry("brevity", 0.5);
            ScorerCall call = scored.call();
            assertThat(call.endpoint()).isEqualTo(EndpointClass.LOOPBACK);
            assertThat(call.providerRequestId()).contains("chat-1");
            assertThat(call.status()).isEqualTo(200);
            assertThat(call.model()).isEqualTo("gpt-4o-mini-2024");
            assertThat(call.usage()).contains(new ScorerCall.Usage(120, 9));
            assertThat(call.serverDate()).isPresent();
            assertThat(call.skewSeconds().getAsLong()).isBetween(-5L, 5L);
            assertThat(call.timing().total()).isPositive();
            assertThat(call.timing().firstByte())
                    .isPositive()
                    .isLessThanOrEqualTo(call.timing().total());
            assertThat(call.timing().connect()).isPositive();
            assertThat(server.seen()).singleElement().satisfies(seen -> {
                assertThat(seen.path()).isEqualTo("/v1/chat/completions");
                assertThat(seen.key()).isEqualTo("Bearer " + KEY);
                assertThat(seen.body()).contains("nonce-1").doesNotContain(KEY);
            });
        }
    }

    @Test
    void speaksGeminisProtocolWithTheKeyInAHeaderOnly() throws IOException {
        try (LoopbackProvider server = new LoopbackProvider(200, i -> LoopbackProvider.gemini(i, REPLY))) {
            Scored scored = score(Provider.GEMINI, server);
            assertThat(scored.mean()).isEqualTo(0.75);
            assertThat(scored.call().usage()).contains(new ScorerCall.Usage(120, 9));
            assertThat(scored.call().providerRequestId()).contains("gem-1");
            assertThat(server.seen()).singleElement().satisfies(seen -> {
                assertThat(seen.path())
                        .contains("gemini-2.5-flash:generateContent")
                        .doesNotContain(KEY);
                assertThat(seen.key()).isEqualTo(KEY);
            });
        }
    }

    @Test
    void asksTheReasonerOverTheSameProtocol() throws IOException {
        try (LoopbackProvider server = new LoopbackProvider(200, i -> LoopbackProvider.openAi(i, REPLY))) {
            assertThat(score(Provider.DEEPSEEK_R1, server).call().provider()).isEqualTo("deepseek_r1");
            assertThat(server.seen().get(0).body()).contains("deepseek-reasoner");
        }
    }

    @Test
    void keepsTheEvidenceOfAFailedCallAndNeverTheKey() throws IOException {
        try (LoopbackProvider server = new LoopbackProvider(401, i -> "{\"error\":\"bad key " + KEY + "\"}")) {
            ScorerFailed failed = catchThrowableOfType(ScorerFailed.class, () -> score(Provider.OPENAI, server));
            assertThat(failed.call().status()).isEqualTo(401);
            assertThat(failed.getMessage()).contains("HTTP 401").doesNotContain(KEY);
            assertThat(server.seen()).as("no retries").hasSize(1);
        }
    }

    @Test
    void refusesARepliedTextWithoutScores() throws IOException {
        for (String reply :
                List.of("I cannot judge.", "{\"correctness\": 2, \"brevity\": 1}", "{\"correctness\": 1}")) {
            try (LoopbackProvider server = new LoopbackProvider(200, i -> LoopbackProvider.openAi(i, reply))) {
                assertThatThrownBy(() -> score(Provider.OPENAI, server))
                        .isInstanceOf(ScorerFailed.class)
                        .hasMessageContaining("no scores");
            }
        }
    }

    @Test
    void turnsABlockedPromptIntoAFailedCall() throws IOException {
        try (LoopbackProvider server =
                new LoopbackProvider(200, i -> "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}")) {
            assertThatThrownBy(() -> score(Provider.GEMINI, server)).isInstanceOf(ScorerFailed.class);
        }
    }

    @Test
    void givesUpAnAnswerThatIsLongerThanAnyScore() throws IOException {
        String endless = " ".repeat(2 << 20);
        try (LoopbackProvider server = new LoopbackProvider(200, i -> LoopbackProvider.openAi(i, REPLY) + endless)) {
            ScorerFailed failed = catchThrowableOfType(ScorerFailed.class, () -> score(Provider.OPENAI, server));
            assertThat(failed).hasRootCauseMessage("the answer is longer than 1048576 bytes");
        }
    }

    @Test
    void givesUpABodyThatNeverEnds() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread silent = new Thread(() -> sayHeadersAndNoMore(socket));
            silent.start();
            URI endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
            LiveScorer scorer = scorer(Provider.OPENAI, endpoint, Duration.ofMillis(300));
            assertThatThrownBy(() -> scorer.score(REQUEST))
                    .isInstanceOf(ScorerFailed.class)
                    .hasMessageContaining("TimeoutException");
        }
    }

    /** Takes connections until the socket closes: headers that promise a body, and silence. */
    private static void sayHeadersAndNoMore(ServerSocket socket) {
        List<Socket> open = new ArrayList<>();
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                connection.getOutputStream().write(PROMISE.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException closed) {
            assertThat(open).as("the connections of one call").isNotEmpty();
        }
    }

    @Test
    void saysSoWhereNobodyAnswers() throws IOException {
        URI nobody;
        try (LoopbackProvider server = new LoopbackProvider(200, i -> "")) {
            nobody = server.endpoint();
        }
        LiveScorer scorer = scorer(Provider.OPENAI, nobody);
        assertThatThrownBy(() -> scorer.score(REQUEST))
                .isInstanceOf(ScorerFailed.class)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void opensNothingWithoutAKeyAndNeverShowsIt() {
        assertThatThrownBy(() -> new ScorerSettings(
                        Provider.GEMINI, "m", URI.create("https://example.org"), " ", Duration.ofSeconds(1)))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("SCORER_API_KEY");
        ScorerSettings settings =
                new ScorerSettings(Provider.GEMINI, "m", URI.create("https://example.org"), KEY, Duration.ofSeconds(1));
        assertThat(settings.toString()).doesNotContain(KEY);
    }
}
