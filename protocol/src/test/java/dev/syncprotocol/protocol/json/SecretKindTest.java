package dev.syncprotocol.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKindTest {
    /** Put together here, so that no scanner takes this file for a leak. */
    static Stream<Arguments> secrets() {
        String random = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
        return Stream.of(
                Arguments.of(SecretKind.GOOGLE_API_KEY, "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"),
                Arguments.of(SecretKind.SK_KEY, "sk-" + random),
                Arguments.of(SecretKind.SK_KEY, "sk-proj-" + "ab_cd-" + random),
                Arguments.of(SecretKind.AWS_ACCESS_KEY, "AKIA" + "ABCDEFGHIJKLMNOP"),
                Arguments.of(SecretKind.GITHUB_TOKEN, "ghp_" + random),
                Arguments.of(SecretKind.GITHUB_TOKEN, "github_pat_" + random),
                Arguments.of(SecretKind.SLACK_TOKEN, "xoxb-" + "1234567890-abcdef"),
                Arguments.of(SecretKind.HUGGING_FACE_TOKEN, "hf_" + random.substring(0, 34)),
                Arguments.of(SecretKind.JWT, "eyJ" + "hbGciOiJI.eyJ" + "zdWIiOiIx.c2lnbmF0dXJl"),
                Arguments.of(SecretKind.PEM_PRIVATE_KEY, "-----BEGIN OPENSSH " + "PRIVATE KEY-----"),
                Arguments.of(SecretKind.PEM_PRIVATE_KEY, "-----BEGIN " + "PRIVATE KEY-----"),
                Arguments.of(SecretKind.BEARER_TOKEN, "Authorization: Bearer " + "abc.def-123.GHI456"),
                Arguments.of(SecretKind.PASSWORD, "password=" + "hunter2hunter3"),
                Arguments.of(SecretKind.PASSWORD, "{\"api_key\": \"" + "q9w8e7r6t5\"}"),
                Arguments.of(SecretKind.ACCESS_TOKEN, "token: " + random));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void knowsItsKindInsideOtherText(SecretKind kind, String secret) {
        assertThat(SecretKind.in("see (" + secret + ") please")).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "token: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "sk-learn is used, and task-aaaaaaaaaaaaaaaaaaaaaaaa1 too",
                "risk-assessment-of-the-year-2025-for-all",
                "password=correct-horse-battery",
                "password: ${DB_PASSWORD_2025_VALUE}",
                "api_key: configs/keys/readme2.md",
                "secret=<the one of step 12>",
                "pad_token: <|endoftext|>",
                "num_tokens: 1500000",
                "the bearer authentication-mechanism-of-the-server",
                "max_token=100256, eos_token: 258",
                "checkpoints/local/step_00020/adapter.safetensors",
                "reports/ERROR_20260102T030405Z.json",
                "等待云端数据对接。≥6模板/任务，角色≥4，语体≥3",
                "AKIA is the prefix of AWS keys, hf_ that of Hugging Face, ghp_ that of GitHub"
            })
    void letsDigestsPathsAndProsePass(String text) {
        assertThat(SecretKind.in(text)).isEmpty();
    }

    @Test
    void masksTheExactKinds() {
        String key = "AKIA" + "ABCDEFGHIJKLMNOP";
        assertThat(SecretKind.masked("id " + key + ", password=x1y2z3a4", "***"))
                .isEqualTo("id ***, password=x1y2z3a4");
        assertThat(SecretKind.exactlyIn("password=x1y2z3a4b5")).isEqualTo(Optional.empty());
    }

    @Test
    void findsNoneInWhatIsShipped() throws IOException {
        Path root = Path.of(System.getProperty("sync.root"));
        int seen = 0;
        for (String folder : List.of("schemas", "rounds", "docs")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
                        assertThat(SecretKind.in(line)).as("%s: %s", file, line).isEmpty();
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(1000);
    }

    @Test
    void namesThePlaceOfAValueByItsFieldsName() {
        LocatedDocument document = LocatedDocument.read(
                ("{\n \"login\": {\"password\": \"" + "q9w8e7r6t5" + "\"},\n \"sha256\": \"" + Sha256.of("x") + "\"}")
                        .getBytes(StandardCharsets.UTF_8),
                DocumentFormat.JSON);
        assertThat(Secrets.in(document)).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo("/login/password");
            assertThat(violation.line()).isEqualTo(2);
            assertThat(violation.toString()).doesNotContain("q9w8");
        });
    }
}
