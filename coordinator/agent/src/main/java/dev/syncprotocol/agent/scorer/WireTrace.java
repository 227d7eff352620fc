package dev.syncprotocol.agent.scorer;

import dev.syncprotocol.gates.scorer.EndpointClass;
import dev.syncprotocol.gates.scorer.Timing;
import dev.syncprotocol.protocol.digest.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * One HTTP call as it was seen on the wire, filled while it happens; one thread's own.
 */
final class WireTrace {
    private EndpointClass endpoint = EndpointClass.PUBLIC;
    private int status;
    private Optional<Sha256> response = Optional.empty();
    private Optional<Instant> serverDate = Optional.empty();
    private Optional<String> requestId = Optional.empty();
    private Timing timing = Timing.NONE;

    void reached(EndpointClass where, Timing soFar) {
        endpoint = where;
        timing = soFar;
    }

    void answered(int code, String body, Optional<Instant> date, Optional<String> id, long firstByte, long total) {
        status = code;
        response = Optional.of(Sha256.of(body));
        serverDate = date;
        requestId = id;
        timing = new Timing(timing.dns(), timing.connect(), firstByte, total);
    }

    EndpointClass endpoint() {
        return endpoint;
    }

    int status() {
        return status;
    }

    Optional<Sha256> response() {
        return response;
    }

    Optional<Instant> serverDate() {
        return serverDate;
    }

    Optional<String> requestId() {
        return requestId;
    }

    Timing timing() {
        return timing;
    }
}
