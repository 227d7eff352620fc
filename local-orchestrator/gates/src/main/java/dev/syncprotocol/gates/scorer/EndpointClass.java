package dev.syncprotocol.gates.scorer;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** Where a call went. */
public enum EndpointClass {
    PUBLIC,
    /** A private network: counts as live when the proof passes (preflight.md D37). */
    PRIVATE,
    LOOPBACK,
    /** Nowhere: the answer was recorded earlier. */
    REPLAY;

    private static final int UNIQUE_LOCAL = 0xFC;

    /** Of the addresses a host name resolves to; one loopback address makes it loopback. */
    public static EndpointClass of(List<InetAddress> addresses) {
        if (addresses.stream().anyMatch(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())) {
            return LOOPBACK;
        }
        return addresses.stream().anyMatch(EndpointClass::isPrivate) ? PRIVATE : PUBLIC;
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || bytes.length == 16 && (bytes[0] & 0xFE) == UNIQUE_LOCAL;
    }

    /** What a call there proves: {@code live}, {@code loopback} or {@code replay}. */
    public String evidence() {
        return this == PUBLIC || this == PRIVATE ? "live" : word();
    }

    /** As files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
