package dev.syncprotocol.runs;

import dev.syncprotocol.protocol.json.SecretKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces secrets in text by {@code ***}: the values of variables whose name ends in KEY, TOKEN, SECRET or PASSWORD,
 * what stands beside such a name in the text itself, and what has the shape of a known key (preflight.md section 9).
 */
public final class SecretMask {
    /** What stands in place of a secret. */
    public static final String MASK = "***";

    private static final int SHORTEST_VALUE = 6;
    private static final Pattern SECRET_NAME = Pattern.compile(".*(KEY|TOKEN|SECRET|PASSWORD)$");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            // From the beginning of a word on: tried at each of its letters, a long word would cost its length squared.
            "(?i)((?<![\\w.-])[\\w.-]*(?:api[_-]?key|access[_-]?key|secret[_-]?key|_key|token|secret|password)\"?'?\\s*[:=]\\s*\"?'?)"
                    + "([^\\s\"',;&}]{" + SHORTEST_VALUE + ",})");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)([\\w.~+/=-]{" + SHORTEST_VALUE + ",})");

    private final List<String> values;

    private SecretMask(List<String> values) {
        this.values = values;
    }

    /** A mask for the secrets of this environment. */
    public static SecretMask of(Map<String, String> environment) {
        return new SecretMask(environment.entrySet().stream()
                .filter(entry ->
                        isSecretName(entry.getKey()) && entry.getValue().length() >= SHORTEST_VALUE)
                .map(Map.Entry::getValue)
                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                .toList());
    }

    /** Whether a variable of this name holds a secret. */
    public static boolean isSecretName(String name) {
        return SECRET_NAME.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }

    /** The text without secrets; the same text where there are none. */
    public String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return Stream.of(ASSIGNMENT, BEARER).reduce(SecretKind.masked(masked, MASK), SecretMask::blot, (a, b) -> b);
    }

    private static String blot(String text, Pattern pattern) {
        return pattern.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + shown(match.group(2))));
    }

    /** Numbers and words such as {@code null} beside a name like {@code num_tokens} are no secrets. */
    private static String shown(String value) {
        return value.matches("[-+0-9.eE]+|null|true|false") ? value : MASK;
    }
}
