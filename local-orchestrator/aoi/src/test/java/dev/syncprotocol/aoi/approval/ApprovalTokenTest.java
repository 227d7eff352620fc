package dev.syncprotocol.aoi.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalTokenTest {
    private static final RunId RUN = new RunId("run_20260504_064653");
    private static final Sha256 DIGEST = Sha256.of("what was shown");
    private static final byte[] KEY = "not the agent's".getBytes(StandardCharsets.UTF_8);

    @Test
    void holdsTheRunAndTwentyFourDigitsOfTheDigest() {
        ApprovalToken token = ApprovalToken.plain(RUN, DIGEST);
        assertThat(token.text()).isEqualTo("run_20260504_064653." + DIGEST.hex().substring(0, 24));
        assertThat(ApprovalToken.parse("  " + token.text() + " ")).isEqualTo(token);
        assertThat(token.toString()).doesNotContain(token.proof());
    }

    @Test
    void provesNothingButItsOwnSummaryAndRun() {
        ApprovalToken token = ApprovalToken.plain(RUN, DIGEST);
        assertThat(token.proves(ApprovalToken.plain(RUN, DIGEST))).isTrue();
        assertThat(token.proves(ApprovalToken.plain(RUN, Sha256.of("something else"))))
                .isFalse();
        assertThat(token.proves(ApprovalToken.plain(new RunId("run_20260504_064654"), DIGEST)))
                .isFalse();
    }

    @Test
    void needsTheKeyInKeyedMode() {
        ApprovalToken token = ApprovalToken.keyed(RUN, DIGEST, KEY);
        assertThat(token.isKeyed()).isTrue();
        assertThat(ApprovalToken.parse(token.text())).isEqualTo(token);
        byte[] other = "guessed".getBytes(StandardCharsets.UTF_8);
        assertThat(token.proves(ApprovalToken.keyed(RUN, DIGEST, other))).isFalse();
        assertThat(token.proof()).isNotEqualTo(DIGEST.hex());
    }

    @Test
    void isStaleAfterADay() {
        ApprovalToken token = ApprovalToken.plain(RUN, DIGEST);
        assertThat(token.isStaleAt(Instant.parse("2026-05-05T06:46:53Z"))).isFalse();
        assertThat(token.isStaleAt(Instant.parse("2026-05-05T06:46:54Z"))).isTrue();
        assertThat(token.isStaleAt(Instant.parse("2026-05-03T06:46:52Z"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "go",
                "run_20260504_064653",
                "run_20260504_064653.abc",
                "run_20260504_064653.AAAAAAAAAAAAAAAAAAAAAAAA",
                "run_20261399_064653.aaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesATextThatIsNoToken(String text) {
        assertThatThrownBy(() -> ApprovalToken.parse(text))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("not an approval token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"go", " GO ", "Yes", "looks good", "OK", "approve", "Approved\t", "proceed"})
    void takesTheAnswersThatApprove(String answer) {
        assertThat(Answers.approves(answer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "no", "y", "go ahead", "just run it", "looksgood", "yes, but", "ok?"})
    void takesEveryOtherAnswerAsNo(String answer) {
        assertThat(Answers.approves(answer)).isFalse();
    }
}
