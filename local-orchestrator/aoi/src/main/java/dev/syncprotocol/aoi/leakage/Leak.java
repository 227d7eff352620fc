package dev.syncprotocol.aoi.leakage;

/**
 * Two rows that are one.
 *
 * @param level how that was found, the strongest level that holds
 * @param left set of the first row
 * @param leftLine its line
 * @param leftObject its object
 * @param right set of the second row
 * @param rightLine its line
 * @param rightObject its object
 * @param light the light under which it was found; empty when no picture was compared
 * @param goldenEqual whether the golden pictures of that light have equal bytes too
 */
public record Leak(
        LeakLevel level,
        String left,
        int leftLine,
        String leftObject,
        String right,
        int rightLine,
        String rightObject,
        String light,
        boolean goldenEqual) {
    /** One line for people. */
    public String words() {
        String under = light.isEmpty() ? "" : ", light " + light;
        return level.word() + ": " + left + " line " + leftLine + " " + leftObject + " is " + right + " line "
                + rightLine + " " + rightObject + under;
    }
}
