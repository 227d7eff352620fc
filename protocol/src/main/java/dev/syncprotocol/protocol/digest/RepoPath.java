package dev.syncprotocol.protocol.digest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A path inside a workspace, as the SYNC protocol writes it: relative, {@code /} between segments, NFC, at most 1024
 * bytes; a trailing {@code /} names a directory (coordinator.md section 3).
 *
 * @param value the path as written
 */
public record RepoPath(@JsonValue String value) {
    private static final int MAX_BYTES = 1024;

    /** Refuses what {@link #refusal} names. */
    @JsonCreator
    public RepoPath {
        Optional<Refusal> refusal = refusal(value);
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(
                    refusal.get().rule() + ": " + refusal.get().expected());
        }
    }

    /** Why a text is no path of a workspace. */
    public enum Refusal {
        EMPTY("path: not empty", "a path inside the workspace"),
        TOO_LONG("path: length", "at most 1024 bytes"),
        ABSOLUTE("path: relative", "a path relative to the workspace, without a leading /"),
        DRIVE_LETTER("path: no drive letter", "a path relative to the workspace"),
        BACKSLASH("path: separator", "/ between segments"),
        CONTROL_CHARACTER("path: no control character", "printable characters only"),
        NOT_NFC("path: NFC", "the NFC form of the text"),
        EMPTY_SEGMENT("path: no empty segment", "one / between segments"),
        DOT_SEGMENT("path: no . or .. segment", "a path that does not climb"),
        RESERVED("path: not .git or .sync", "a path outside .git/ and .sync/"),
        LEAVES_WORKSPACE("path: stays inside", "a path that no link leads out of the workspace");

        private final String rule;
        private final String expected;

        Refusal(String rule, String expected) {
            this.rule = rule;
            this.expected = expected;
        }

        /** The rule's name, as violations carry it. */
        public String rule() {
            return rule;
        }

        /** What the rule asks for. */
        public String expected() {
            return expected;
        }
    }

    /** The first rule this text breaks, or empty when it is a path. Looks at the text only, never at files. */
    public static Optional<Refusal> refusal(String text) {
        if (text.isEmpty()) {
            return Optional.of(Refusal.EMPTY);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of(Refusal.TOO_LONG);
        }
        if (text.startsWith("/")) {
            return Optional.of(Refusal.ABSOLUTE);
        }
        if (text.length() > 1 && text.charAt(1) == ':' && Character.isLetter(text.charAt(0))) {
            return Optional.of(Refusal.DRIVE_LETTER);
        }
        if (text.indexOf('\\') >= 0) {
            return Optional.of(Refusal.BACKSLASH);
        }
        if (text.codePoints().anyMatch(RepoPath::isInvisible)) {
            return Optional.of(Refusal.CONTROL_CHARACTER);
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            return Optional.of(Refusal.NOT_NFC);
        }
        return segmentRefusal(text);
    }

    private static Optional<Refusal> segmentRefusal(String text) {
        String body = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        String[] segments = body.split("/", -1);
        for (String segment : segments) {
            if (segment.isEmpty()) {
                return Optional.of(Refusal.EMPTY_SEGMENT);
            }
            if (segment.equals(".") || segment.equals("..")) {
                return Optional.of(Refusal.DOT_SEGMENT);
            }
        }
        // Case-insensitive file systems open .GIT as .git, so both spellings are reserved.
        String first = segments[0].toLowerCase(Locale.ROOT);
        return first.equals(".git") || first.equals(".sync") ? Optional.of(Refusal.RESERVED) : Optional.empty();
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint) || type == Character.FORMAT || type == Character.SURROGATE;
    }

    /** Whether the path names a directory (ends in {@code /}). */
    public boolean isDirectory() {
        return value.endsWith("/");
    }

    /** The file or directory this path means below {@code workspace}; links are not followed here. */
    public Path below(Path workspace) {
        return workspace.resolve(isDirectory() ? value.substring(0, value.length() - 1) : value);
    }

    /** Whether following links from here, as far as the path exists, leads out of the workspace. */
    public boolean leaves(Path workspace) throws IOException {
        Path root = workspace.toRealPath();
        Path existing = below(root);
        while (!Files.exists(existing)) {
            if (Files.isSymbolicLink(existing)) {
                // A dangling link: where it points decides, since a later delivery would follow it.
                Path target = existing.resolveSibling(Files.readSymbolicLink(existing))
                        .normalize();
                return !target.startsWith(root);
            }
            existing = existing.getParent();
        }
        return !existing.toRealPath().startsWith(root);
    }

    @Override
    public String toString() {
        return value;
    }
}
