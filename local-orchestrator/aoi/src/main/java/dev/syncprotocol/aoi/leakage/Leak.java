package dev.syncprotocol.aoi.leakage;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Two rows that are one.
 *
 * @param level how that was found, the strongest level that holds
 * @param left the first row
 * @param right the second row
 * @param light the light under which it was found; empty when no picture was compared
 * @param goldenEqual whether the golden pictures of that light have equal bytes too
 */
public record Leak(LeakLevel level, Side left, Side right, String light, boolean goldenEqual) {
    /**
     * One of the two rows.
     *
     * @param set its set
     * @param table its table's file; a set that has none yet is called by its name
     * @param line its line there; 0 for a row that was made in memory
     * @param object its object
     * @param picture the tested picture under the light of the leak, else under the first one, absolute
     */
    public record Side(String set, Path table, int line, String object, Path picture) {
        String place(Path root) {
            return shown(table, root) + (line > 0 ? " line " + line : "") + " " + object;
        }
    }

    /** One line for people: how, both tables with their lines, the pictures; paths are below what both rows share, the workspace. */
    public String words() {
        Path root = root();
        return level.word() + " " + level.inWords() + ": " + left.place(root) + " and " + right.place(root)
                + pictures(root);
    }

    /** The second row's partner in the first table, and the pictures. */
    String partner() {
        Path root = root();
        return level.inWords() + " as " + left.place(root) + pictures(root);
    }

    /** The table of the second row. */
    String where() {
        return shown(right.table(), root());
    }

    private String pictures(Path root) {
        String one = shown(left.picture(), root);
        String other = shown(right.picture(), root);
        return (light.isEmpty() ? "" : ", light " + light) + "; " + (one.equals(other) ? one : one + " and " + other);
    }

    /** The deepest folder that holds all four files. */
    private Path root() {
        Path root = Objects.requireNonNull(left.picture().getRoot(), "pictures are absolute");
        for (Path part : folderOf(left.picture())) {
            Path deeper = root.resolve(part);
            if (!holdsAll(deeper)) {
                return root;
            }
            root = deeper;
        }
        return root;
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "an absolute path of a file has a folder");
    }

    private boolean holdsAll(Path folder) {
        return right.picture().startsWith(folder) && holds(folder, left.table()) && holds(folder, right.table());
    }

    private static boolean holds(Path folder, Path table) {
        return !table.isAbsolute() || table.startsWith(folder);
    }

    private static String shown(Path file, Path root) {
        return (file.isAbsolute() ? root.relativize(file) : file).toString();
    }
}
