package dev.syncprotocol.aoi.pool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Names of picture files. */
final class PictureNames {
    private static final Set<String> EXTENSIONS = Set.of(".jpg", ".jpeg", ".png");

    private PictureNames() {}

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    static boolean isPicture(Path file) {
        return Files.isRegularFile(file) && !name(file).startsWith(".") && EXTENSIONS.contains(extension(file));
    }

    /** Lower-case, with its dot; empty without one. */
    static String extension(Path file) {
        int dot = name(file).lastIndexOf('.');
        return dot < 0 ? "" : name(file).substring(dot).toLowerCase(Locale.ROOT);
    }

    static String stem(Path file) {
        int dot = name(file).lastIndexOf('.');
        return dot < 0 ? name(file) : name(file).substring(0, dot);
    }

    /** Whether two extensions name one format: {@code .jpg} and {@code .jpeg} do. */
    static boolean sameFormat(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    private static String canonical(String extension) {
        String lower = extension.toLowerCase(Locale.ROOT);
        return lower.equals(".jpeg") ? ".jpg" : lower;
    }
}
