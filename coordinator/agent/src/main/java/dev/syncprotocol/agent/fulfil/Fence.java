package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.protocol.json.ShownText;
import java.util.regex.Pattern;

/**
 * Foreign text on its way to a model: without control characters, bounded, and between marks that the text itself can neither
 * close nor open.
 */
public final class Fence {
    private static final int MOST = 32_000;
    private static final Pattern MARK = Pattern.compile("(?i)<(\\s*/?\\s*)untrusted");

    private Fence() {}

    /**
     * The text between marks.
     *
     * @param kind what it is, one of our words
     */
    public static String around(String kind, String foreign) {
        String clean = ShownText.strip(foreign.replace("\r\n", "\n"));
        String bounded = clean.length() <= MOST ? clean : clean.substring(0, MOST) + "\n(cut off here)";
        return "<untrusted kind=\"" + kind + "\">\n" + MARK.matcher(bounded).replaceAll("<$1_untrusted")
                + "\n</untrusted>";
    }
}
