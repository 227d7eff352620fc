package dev.syncprotocol.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {
    private final SecretMask mask =
            SecretMask.of(Map.of("SCORER_API_KEY", "s3cr3t-value", "HOME", "/home/somebody", "DB_PASSWORD", "abc"));

    @Test
    void masksTheValueOfASecretVariableWhereverItStands() {
        assertThat(mask.mask("url=https://x/?k=s3cr3t-value&y")).isEqualTo("url=https://x/?k=***&y");
    }

    @Test
    void leavesOtherVariablesAndShortValuesAlone() {
        assertThat(mask.mask("/home/somebody abc")).isEqualTo("/home/somebody abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "export GEMINI_API_KEY=AIzaSyExample123|export GEMINI_API_KEY=***",
                "api_key: 'abcdef123456'|api_key: '***'",
                "{\"access_token\": \"abcdef123456\"}|{\"access_token\": \"***\"}",
                "Authorization: Bearer abc.def-123|Authorization: Bearer ***",
                "db.password=hunter2222|db.password=***"
            })
    void masksWhatStandsBesideASecretName(String text, String masked) {
        assertThat(mask.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pad_token: 100256",
                "\"num_tokens\":1500000",
                "mean_token_accuracy\":0.350253807106599",
                "the key of the engine: pure_pt_sft",
                "eos_token_id: 258"
            })
    void leavesFiguresWithSuchNamesAlone(String text) {
        assertThat(mask.mask(text)).isEqualTo(text);
    }
}
