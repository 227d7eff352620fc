package dev.syncprotocol.aoi.tao;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Replaces the values of secrets by {@code ***} wherever a text holds them. */
public final class SecretMask {
    private static final String MASK = "***";
    // A shorter value would hit ordinary words, and is no key.
    private static final int SHORTEST = 6;

    private final Collection<String> values;

    /** A mask of these variables' values. */
    public SecretMask(Map<String, String> secrets) {
        values = List.copyOf(secrets.values());
    }

    /** The text without secrets. */
    public String of(String text) {
        String masked = text;
        for (String value : values) {
            masked = value.length() < SHORTEST ? masked : masked.replace(value, MASK);
        }
        return masked;
    }

    /** Rewrites a log where it holds a secret; leaves it alone otherwise. */
    void maskFile(Path file) throws IOException {
        if (values.isEmpty() || !Files.isRegularFile(file)) {
            return;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String masked = of(text);
        if (!masked.equals(text)) {
            Files.writeString(file, masked, StandardCharsets.ISO_8859_1);
        }
    }
}
