package dev.syncprotocol.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every line has its rule before the SDK sees it. */
class RpcLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{'                                              | -32700 | null",
                "'{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2}'         | -32700 | null",
                "'{} {}'                                          | -32700 | null",
                "'[]'                                             | -32600 | null",
                "'7'                                              | -32600 | null",
                "'{\"id\":1,\"method\":\"ping\"}'                  | -32600 | 1",
                "'{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}' | -32600 | null",
                "'{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}' | -32600 | null",
                "'{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}' | -32600 | null",
                "'{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":3}'  | -32600 | '\"a\"'",
                "'{\"jsonrpc\":\"2.0\",\"id\":\"a\"}'               | -32600 | '\"a\"'",
                "'{\"jsonrpc\":\"2.0\"}'                           | -32600 | null",
                "'{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"ping\",\"params\":[]}' | -32602 | 4",
            })
    void refusesWhatIsNoMessage(String line, int code, String id) {
        RpcLine judged = RpcLine.of(line.getBytes(StandardCharsets.UTF_8));
        assertThat(judged.kind()).isEqualTo(RpcLine.Kind.REFUSED);
        assertThat(Objects.requireNonNull(judged.fault()).code()).isEqualTo(code);
        assertThat(judged.id()).isEqualTo(id);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        RpcLine judged = RpcLine.of(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', '}'});
        assertThat(Objects.requireNonNull(judged.fault()).code()).isEqualTo(-32700);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}'          | REQUEST",
                "'{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}'        | NOTIFICATION",
                "'{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[1]}'       | RESPONSE",
                "'{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'               | RESPONSE",
            })
    void knowsWhatWantsAnAnswer(String line, RpcLine.Kind kind) {
        assertThat(RpcLine.of(line.getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(kind);
    }
}
