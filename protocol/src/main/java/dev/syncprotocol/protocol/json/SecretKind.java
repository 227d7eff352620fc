package dev.syncprotocol.protocol.json;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kinds of secrets that text is searched for: the one table for refusing them before they are recorded and for masking
 * them in what is packed. The exact kinds have a shape of their own; the others go by the name beside them and by how
 * random the value looks, so that digests, paths and prose pass.
 */
public enum SecretKind {
    /** Google API key. */
    GOOGLE_API_KEY("Google API key", "(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}"),
    /** Key of OpenAI, Anthropic or another service that begins its keys alike. */
    SK_KEY(
            "sk- API key",
            "(?<![A-Za-z0-9_-])sk-(?:(?:proj|svcacct|admin|ant|or)-[A-Za-z0-9_-]{20,}|(?=[A-Za-z]*[0-9])[A-Za-z0-9]{20,})"),
    /** AWS access key id. */
    AWS_ACCESS_KEY("AWS access key", "(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"),
    /** GitHub token, classic or fine-grained. */
    GITHUB_TOKEN("GitHub token", "(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,})"),
    /** Slack token. */
    SLACK_TOKEN("Slack token", "(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}"),
    /** Hugging Face token. */
    HUGGING_FACE_TOKEN("Hugging Face token", "(?<![A-Za-z0-9_])hf_[A-Za-z0-9]{30,}"),
    /** JSON web token. */
    JWT("JSON web token", "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}"),
    /** Private key in PEM form. */
    PEM_PRIVATE_KEY("PEM private key", "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
    /** Value after the word Bearer. */
    BEARER_TOKEN("bearer token", "(?i)\\bbearer\\s+([A-Za-z0-9._~+/=-]{16,})", value -> random(value, 3.0)),
    /** Value beside a name such as password or api_key. */
    PASSWORD(
            "password",
            "(?i)(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key)"
                    + "[\"']?\\s*[:=]\\s*[\"']?([A-Za-z0-9._~+/=@!#%^&*-]{8,})",
            value -> random(value, 2.5)),
    /** Value beside a name that ends in token. */
    ACCESS_TOKEN(
            "access token", "(?i)token[\"']?\\s*[:=]\\s*[\"']?([A-Za-z0-9._~+/=-]{20,})", value -> random(value, 3.5));

    private static final Pattern DIGEST = Pattern.compile("(?i)(?:sha256:)?(?:[0-9a-f]{40}|[0-9a-f]{64})");
    private static final Pattern PATH = Pattern.compile("(?:[A-Za-z0-9._-]+/)+[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9]{1,8})?");

    private final String words;
    private final Pattern pattern;
    private final Predicate<String> judged;
    private final boolean exact;

    /** A kind with a shape that nothing else has. */
    SecretKind(String words, String pattern) {
        this.words = words;
        this.pattern = Pattern.compile(pattern);
        this.judged = value -> true;
        this.exact = true;
    }

    /** A kind whose first group is a value that has to look random. */
    SecretKind(String words, String pattern, Predicate<String> judged) {
        this.words = words;
        this.pattern = Pattern.compile(pattern);
        this.judged = judged;
        this.exact = false;
    }

    /** The kind in words, for example {@code GitHub token}. */
    public String words() {
        return words;
    }

    /** The first kind this text holds; empty when it holds none. */
    public static Optional<SecretKind> in(String text) {
        return Stream.of(values()).filter(kind -> kind.isIn(text)).findFirst();
    }

    /** The first exact kind this text holds, for contents in which names such as {@code password} are nothing unusual. */
    public static Optional<SecretKind> exactlyIn(String text) {
        return Stream.of(values()).filter(kind -> kind.exact && kind.isIn(text)).findFirst();
    }

    /** Whether this text holds a secret of this kind. */
    public boolean isIn(String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            if (judged.test(value(matcher))) {
                return true;
            }
        }
        return false;
    }

    /** The text with every secret of an exact kind replaced. */
    public static String masked(String text, String mask) {
        String masked = text;
        for (SecretKind kind : values()) {
            if (kind.exact) {
                masked = kind.pattern.matcher(masked).replaceAll(Matcher.quoteReplacement(mask));
            }
        }
        return masked;
    }

    private static String value(Matcher matcher) {
        return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
    }

    /** Letters and digits mixed, at least this many bits a character (Shannon), and neither a digest nor a path. */
    private static boolean random(String value, double bits) {
        boolean mixed =
                value.chars().anyMatch(Character::isDigit) && value.chars().anyMatch(Character::isLetter);
        return mixed && !DIGEST.matcher(value).matches() && !PATH.matcher(value).matches() && entropy(value) >= bits;
    }

    private static double entropy(String value) {
        double total = value.length();
        return value.chars()
                .distinct()
                .mapToDouble(
                        symbol -> value.chars().filter(each -> each == symbol).count() / total)
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }
}
