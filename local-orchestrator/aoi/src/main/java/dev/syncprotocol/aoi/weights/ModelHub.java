package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host that repository ids are of, and the only one that sees the token.
 *
 * @param endpoint its address, {@code https://huggingface.co} unless {@code HF_ENDPOINT} names a mirror; without a slash at the end
 */
public record ModelHub(URI endpoint) {
    /** The variable that names a mirror, as the hub's own programs read it. */
    public static final String VARIABLE = "HF_ENDPOINT";

    /** The hub without a mirror. */
    public static final ModelHub STANDARD = new ModelHub(URI.create("https://huggingface.co"));

    private static final String MAIN = "main";
    private static final Pattern PAGE = Pattern.compile("/([^/]+/[^/]+?)/?");
    private static final Pattern FILE_PAGE = Pattern.compile("/([^/]+/[^/]+)/(?:blob|resolve)/([^/]+)/(.+)");

    /**
     * The hub these variables name.
     *
     * @throws SyncException {@code usage} for a mirror that is no safe address
     */
    public static ModelHub of(Map<String, String> variables) {
        String named = variables.getOrDefault(VARIABLE, "").strip().replaceAll("/+$", "");
        return named.isEmpty() ? STANDARD : new ModelHub(SafeAddress.typed(VARIABLE, named));
    }

    /** The address of one file; the file's path may have folders. */
    URI file(String repository, String revision, String path) {
        return URI.create(endpoint + "/" + repository + "/resolve/" + revision + "/" + path);
    }

    /** Whether an address is on this host: the token goes nowhere else. */
    public boolean owns(URI address) {
        return Objects.equals(endpoint.getScheme(), address.getScheme())
                && Objects.equals(endpoint.getHost(), address.getHost())
                && endpoint.getPort() == address.getPort();
    }

    /** The file's address of a page a person copied from the browser: a repository's page means its usual file. Any other address stays. */
    URI fileOf(URI address, String usualFile) {
        String path = String.valueOf(address.getRawPath());
        Matcher page = PAGE.matcher(path);
        Matcher file = FILE_PAGE.matcher(path);
        if (owns(address) && page.matches()) {
            return file(page.group(1), MAIN, usualFile);
        }
        return owns(address) && file.matches() ? file(file.group(1), file.group(2), file.group(3)) : address;
    }

    /** Its host, for people. */
    public String host() {
        return endpoint.getAuthority();
    }

    /** Refuses a value that cannot be an HTTP header, without showing it. */
    static void requireToken(String token) {
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID, "HF_TOKEN holds a blank or another sign that no token has");
        }
    }
}
