package dev.syncprotocol.protocol.json;

/** Foreign text made fit to be shown: bounded, without control characters, escapes or direction overrides. */
public final class ShownText {
    private static final int LIMIT = 200;

    private ShownText() {}

    /** One line of at most 200 characters; what is invisible or would steer a terminal is left out. */
    public static String clean(String foreign) {
        String oneLine = strip(foreign.replaceAll("\\s+", " "));
        return oneLine.length() <= LIMIT ? oneLine : oneLine.substring(0, LIMIT - 1) + "…";
    }

    /** The whole text with its line breaks, without control characters, escapes or direction overrides. */
    public static String strip(String foreign) {
        String withoutSequences = foreign.replaceAll("\u001B\\[[0-?]*[ -/]*[@-~]", "");
        StringBuilder kept = new StringBuilder(withoutSequences.length());
        withoutSequences.codePoints().filter(ShownText::isVisible).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        boolean steering = type == Character.FORMAT || type == Character.SURROGATE || Character.isISOControl(codePoint);
        return !steering || codePoint == '\n' || codePoint == '\t';
    }
}
