package dev.syncprotocol.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The source tree as {@code tree -L 2} would show it: {@code src} where there is one, else the workspace. */
final class SourceTree {
    private static final int MOST_ENTRIES = 60;

    private final List<String> lines = new ArrayList<>();
    private final int depth;

    private SourceTree(int depth) {
        this.depth = depth;
    }

    static List<String> of(Path workspace, int depth) throws IOException {
        Path src = workspace.resolve("src");
        SourceTree tree = new SourceTree(depth);
        boolean own = Files.isDirectory(src);
        tree.lines.add(own ? "src" : ".");
        tree.walk(own ? src : workspace, "", 1);
        return tree.lines;
    }

    /** The whole workspace, whatever it holds. */
    static List<String> whole(Path workspace, int depth) throws IOException {
        SourceTree tree = new SourceTree(depth);
        tree.lines.add(".");
        tree.walk(workspace, "", 1);
        return tree.lines;
    }

    private void walk(Path folder, String indent, int level) throws IOException {
        List<Path> entries = entries(folder);
        for (int i = 0; i < entries.size(); i++) {
            if (lines.size() >= MOST_ENTRIES) {
                lines.add(indent + "… " + (entries.size() - i) + " more");
                return;
            }
            Path entry = entries.get(i);
            boolean last = i == entries.size() - 1;
            boolean folderBelow = Files.isDirectory(entry) && !Files.isSymbolicLink(entry);
            lines.add(indent + (last ? "└── " : "├── ") + entry.getFileName() + (folderBelow ? "/" : ""));
            if (folderBelow && level < depth) {
                walk(entry, indent + (last ? "    " : "│   "), level + 1);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
