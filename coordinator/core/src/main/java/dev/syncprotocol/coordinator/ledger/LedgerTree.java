package dev.syncprotocol.coordinator.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Git trees read and written one level at a time, so that an append costs the trees on its path and no others. */
final class LedgerTree {
    private LedgerTree() {}

    /**
     * One entry of a tree.
     *
     * @param name its name
     * @param mode file or folder
     * @param id its object
     */
    record Entry(String name, FileMode mode, ObjectId id) {
        boolean isTree() {
            return FileMode.TREE.equals(mode);
        }

        /** Git sorts a folder as if its name ended in a slash. */
        String sortKey() {
            return isTree() ? name + "/" : name;
        }
    }

    static List<Entry> entries(ObjectReader reader, ObjectId tree) throws IOException {
        List<Entry> entries = new ArrayList<>();
        CanonicalTreeParser parser = parser(reader, tree);
        for (; !parser.eof(); parser.next()) {
            entries.add(new Entry(parser.getEntryPathString(), parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return entries;
    }

    private static CanonicalTreeParser parser(ObjectReader reader, ObjectId tree) throws IOException {
        try {
            return new CanonicalTreeParser(null, reader, tree);
        } catch (MissingObjectException | CorruptObjectException damage) {
            throw new DamagedObject(tree, damage);
        }
    }

    /** The entry at a path of this tree, descending one folder a segment. */
    static Optional<Entry> find(ObjectReader reader, ObjectId tree, String path) throws IOException {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        for (Entry entry : entries(reader, tree)) {
            if (entry.name().equals(first)) {
                if (slash < 0) {
                    return Optional.of(entry);
                }
                return entry.isTree() ? find(reader, entry.id(), path.substring(slash + 1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * The tree with more files. Only the folders on their paths are written anew.
     *
     * @param tree the tree before; empty for none
     * @param files blobs by path
     * @throws IOException when a path exists already with other content: nothing in a ledger is overwritten
     */
    static ObjectId plus(
            ObjectReader reader, ObjectInserter inserter, Optional<ObjectId> tree, Map<String, ObjectId> files)
            throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        if (tree.isPresent()) {
            entries(reader, tree.get()).forEach(entry -> entries.put(entry.name(), entry));
        }
        for (Map.Entry<String, Map<String, ObjectId>> folder : folders(files).entrySet()) {
            Optional<ObjectId> below =
                    Optional.ofNullable(entries.get(folder.getKey())).map(Entry::id);
            ObjectId id = plus(reader, inserter, below, folder.getValue());
            entries.put(folder.getKey(), new Entry(folder.getKey(), FileMode.TREE, id));
        }
        for (Map.Entry<String, ObjectId> file : files.entrySet()) {
            if (file.getKey().indexOf('/') < 0) {
                addFile(entries, file.getKey(), file.getValue());
            }
        }
        return write(inserter, entries);
    }

    private static SortedMap<String, Map<String, ObjectId>> folders(Map<String, ObjectId> files) {
        SortedMap<String, Map<String, ObjectId>> folders = new TreeMap<>();
        files.forEach((path, blob) -> {
            int slash = path.indexOf('/');
            if (slash >= 0) {
                folders.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
                        .put(path.substring(slash + 1), blob);
            }
        });
        return folders;
    }

    private static void addFile(Map<String, Entry> entries, String name, ObjectId blob) throws IOException {
        Entry before = entries.put(name, new Entry(name, FileMode.REGULAR_FILE, blob));
        if (before != null && !before.id().equals(blob)) {
            throw new IOException("the ledger holds " + name + " with other content already");
        }
    }

    private static ObjectId write(ObjectInserter inserter, Map<String, Entry> entries) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparing(Entry::sortKey));
        for (Entry entry : sorted) {
            tree.append(entry.name(), entry.mode(), entry.id());
        }
        return inserter.insert(tree);
    }
}
