package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The stream to the client: whole lines, one at a time, from any thread. */
final class Wire {
    private final OutputStream out;

    Wire(OutputStream out) {
        this.out = out;
    }

    /** Sends one message. */
    void send(String message) {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (out) {
                out.write(line);
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the client is gone", e);
        }
    }

    /**
     * Answers with an error of the protocol.
     *
     * @param id the request's id as JSON text, {@code null} where it had none that can be used
     */
    void refuse(String id, RpcLine.Fault fault) {
        ObjectNode answer = SyncJson.object().put("jsonrpc", "2.0");
        answer.set("id", SyncJson.read(id));
        answer.putObject("error").put("code", fault.code()).put("message", fault.words());
        send(SyncJson.compact(answer));
    }

    /** Answers with an empty result. */
    void done(String id) {
        ObjectNode answer = SyncJson.object().put("jsonrpc", "2.0");
        answer.set("id", SyncJson.read(id));
        answer.putObject("result");
        send(SyncJson.compact(answer));
    }
}
