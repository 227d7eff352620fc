package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Which addresses are asked at all: https, and plain http on this very machine. */
final class SafeAddress {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String BROWSERS_QUERY = "download=true";

    private SafeAddress() {}

    /**
     * An address that was typed. It is shown in the summary and kept in the run, so it may hold no key.
     *
     * @param what the option or variable, for the message
     * @throws SyncException {@code usage}
     */
    static URI typed(String what, String text) {
        URI address = parsed(what, text);
        require(isSafe(address), what + " is no https address (http only on this machine): " + origin(address));
        require(address.getRawUserInfo() == null, what + " holds a user or a key; it would be shown and kept");
        boolean plain = address.getRawFragment() == null
                && (address.getRawQuery() == null || address.getRawQuery().equals(BROWSERS_QUERY));
        require(plain, what + " has a query, which may hold a key; it would be shown and kept");
        return URI.create(origin(address) + String.valueOf(address.getRawPath()));
    }

    /** Whether it is https, or http on the loopback. */
    static boolean isSafe(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        return address.getHost() != null
                && (scheme.equals("https") || scheme.equals("http") && LOOPBACK.contains(address.getHost()));
    }

    /** Without query: what stands there may be a signature. */
    static String shown(URI address) {
        return origin(address) + String.valueOf(address.getRawPath());
    }

    private static String origin(URI address) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port;
    }

    private static URI parsed(String what, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new SyncException(ErrorCode.USAGE, what + " is no address: " + e.getReason());
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SyncException(ErrorCode.USAGE, otherwise);
        }
    }
}
