package dev.syncprotocol.gates;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Locale;
import java.util.Optional;

/** How strict a preflight is (preflight.md D33). */
public enum RunMode {
    /** Only live evidence, only full runs. */
    PROD,
    /** Accepts a loopback scorer and short runs, and says so in every report. */
    TEST;

    /**
     * The value of {@code RUN_MODE}; unset means {@link #PROD}.
     *
     * @throws SyncException {@code usage} for any other word
     */
    public static RunMode of(Optional<String> variable) {
        return switch (variable.orElse("prod")) {
            case "prod" -> PROD;
            case "test" -> TEST;
            default ->
                throw new SyncException(ErrorCode.USAGE, "RUN_MODE is prod or test, found " + variable.orElseThrow());
        };
    }

    /** As reports write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
