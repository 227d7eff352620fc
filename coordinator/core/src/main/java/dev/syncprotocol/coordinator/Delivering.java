package dev.syncprotocol.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Artifacts into the workspace and their package into the ledger, or neither: what was put down is taken back when the
 * package is refused. Each step is a rename, and a journal written before the first one lets the next call take back what a
 * killed one left.
 */
final class Delivering {
    private static final String JOURNAL = "delivery.json";
    private static final String REPLACED = "replaced";

    private final Path root;
    private final Path folder;
    private final List<Move> moves;

    /**
     * One step.
     *
     * @param place where the artifact goes, below the root
     * @param from where it waits
     * @param safe where what lay in its place is kept meanwhile
     * @param madeFolders the folders made for it, outermost first
     */
    private record Move(Path place, Path from, Path safe, List<Path> madeFolders) {}

    private Delivering(Path root, Path folder, List<Move> moves) {
        this.root = root;
        this.folder = folder;
        this.moves = moves;
    }

    static IngestOutcome run(Setting setting, Delivery delivery) throws IOException {
        Path root = setting.root();
        for (RepoPath path : delivery.paths()) {
            refuseTaken(root, path, delivery.replaceable().contains(path));
        }
        refuseTaken(root, delivery.packageFile(), false);
        Path packageDraft = delivery.folder().resolve("package.json");
        Files.write(packageDraft, delivery.syncPackage());
        List<Move> moves = new ArrayList<>();
        for (RepoPath path : delivery.paths()) {
            moves.add(move(root, delivery, path, delivery.draft(path)));
        }
        moves.add(move(root, delivery, delivery.packageFile(), packageDraft));
        Delivering delivering = new Delivering(root, delivery.folder(), moves);
        delivering.writeJournal();
        return delivering.ingest(setting, delivery);
    }

    private static Move move(Path root, Delivery delivery, RepoPath path, Path from) {
        Path place = path.below(root);
        return new Move(place, from, path.below(delivery.folder().resolve(REPLACED)), missingFolders(root, place));
    }

    private static List<Path> missingFolders(Path root, Path place) {
        List<Path> missing = new ArrayList<>();
        for (Path above = place.getParent(); !above.equals(root) && !Files.exists(above); above = above.getParent()) {
            missing.add(0, above);
        }
        return missing;
    }

    private static void refuseTaken(Path root, RepoPath path, boolean replaceable) throws IOException {
        if (path.leaves(root)) {
            throw new SyncException(ErrorCode.PATH_REFUSED, path + " is a link that leads out of the workspace");
        }
        if (!replaceable && isTaken(path.below(root))) {
            throw new SyncException(
                            ErrorCode.PATH_TAKEN, "something lies at " + path + " already; it is never overwritten")
                    .withHint("move it away, or hand it over yourself with a package that declares it")
                    .withNext("sync needs");
        }
    }

    /** Whether anything but an empty folder lies there. */
    static boolean isTaken(Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        }
        try (Stream<Path> children = Files.list(place)) {
            return children.findAny().isPresent();
        }
    }

    private IngestOutcome ingest(Setting setting, Delivery delivery) throws IOException {
        boolean recorded = false;
        try {
            for (Move move : moves) {
                put(move);
            }
            IngestOutcome outcome = new Ingest(setting, delivery.syncPackage(), delivery.why()).outcome();
            recorded = true;
            return outcome;
        } finally {
            if (!recorded) {
                takeBack();
            }
            Files.deleteIfExists(folder.resolve(JOURNAL));
        }
    }

    private static void put(Move move) throws IOException {
        Files.createDirectories(move.place().getParent());
        if (Files.exists(move.place(), LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(move.safe().getParent());
            Files.move(move.place(), move.safe(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(move.from(), move.place(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Undoes what was done, last step first. Repeatable: a step that was not done is passed over. */
    private void takeBack() throws IOException {
        for (int i = moves.size() - 1; i >= 0; i--) {
            takeBack(moves.get(i));
        }
    }

    private static void takeBack(Move move) throws IOException {
        boolean put = !Files.exists(move.from(), LinkOption.NOFOLLOW_LINKS)
                && Files.exists(move.place(), LinkOption.NOFOLLOW_LINKS);
        if (put) {
            Files.move(move.place(), move.from(), StandardCopyOption.ATOMIC_MOVE);
        }
        if (Files.exists(move.safe(), LinkOption.NOFOLLOW_LINKS)) {
            Files.move(move.safe(), move.place(), StandardCopyOption.ATOMIC_MOVE);
        }
        for (int i = move.madeFolders().size() - 1; i >= 0; i--) {
            Path made = move.madeFolders().get(i);
            if (Files.isDirectory(made) && !isTaken(made)) {
                Files.delete(made);
            }
        }
    }

    private void writeJournal() throws IOException {
        ObjectNode journal = SyncJson.object();
        ArrayNode list = journal.putArray("moves");
        for (Move move : moves) {
            ObjectNode node = list.addObject();
            node.put("place", root.relativize(move.place()).toString());
            node.put("from", folder.relativize(move.from()).toString());
            node.put("safe", folder.relativize(move.safe()).toString());
            ArrayNode made = node.putArray("made_folders");
            move.madeFolders().forEach(path -> made.add(root.relativize(path).toString()));
        }
        Path fresh = folder.resolve(JOURNAL + ".new");
        Files.writeString(fresh, SyncJson.pretty(journal));
        Files.move(fresh, folder.resolve(JOURNAL), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Ends what a killed call left in the folder of deliveries: taken back, unless the package was recorded. Every left-over
     * folder is removed.
     */
    static int recover(Setting setting, Path deliveries) throws IOException {
        int found = 0;
        for (Path left : folders(deliveries)) {
            if (!isAlive(left)) {
                recoverOne(setting, left);
                delete(left);
                found++;
            }
        }
        return found;
    }

    /** A folder is named after the process that works in it. */
    private static boolean isAlive(Path left) {
        String name = left.getFileName().toString();
        String pid = name.substring(name.lastIndexOf('-') + 1);
        return pid.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static void recoverOne(Setting setting, Path left) throws IOException {
        Path journal = left.resolve(JOURNAL);
        if (Files.isRegularFile(journal)) {
            Delivering delivering = read(setting.root(), left, SyncJson.read(Files.readString(journal)));
            if (!delivering.isRecorded(setting)) {
                delivering.takeBack();
            }
        }
    }

    private static Delivering read(Path root, Path folder, JsonNode journal) {
        List<Move> moves = new ArrayList<>();
        for (JsonNode node : journal.path("moves")) {
            List<Path> made = new ArrayList<>();
            node.path("made_folders").forEach(path -> made.add(root.resolve(path.asText())));
            moves.add(new Move(
                    root.resolve(node.path("place").asText()),
                    folder.resolve(node.path("from").asText()),
                    folder.resolve(node.path("safe").asText()),
                    made));
        }
        return new Delivering(root, folder, moves);
    }

    /** The package is the last step; where it lies in its place, the ledger knows whether it was recorded. */
    private boolean isRecorded(Setting setting) throws IOException {
        Path file = moves.get(moves.size() - 1).place();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        String text = Files.readString(file);
        return setting.current().stream()
                .flatMap(round -> round.packages().stream())
                .anyMatch(item -> item.event().received().equals(text));
    }

    private static List<Path> folders(Path deliveries) throws IOException {
        if (!Files.isDirectory(deliveries)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(deliveries)) {
            return children.sorted().toList();
        }
    }

    /** Removes a folder of deliveries with all that is in it; links are removed, never followed. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> below;
        try (Stream<Path> walk = Files.walk(folder)) {
            below = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : below) {
            Files.delete(path);
        }
    }
}
