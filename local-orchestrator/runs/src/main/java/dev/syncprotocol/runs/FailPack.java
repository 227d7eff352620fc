package dev.syncprotocol.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs what explains a failure: {@code logs/}, {@code reports/}, {@code configs/}, {@code .sync/config.yaml}, the
 * data a preflight judged and the manifests of the checkpoints (training.md S3-6.5, preflight.md section 9). Older packs stay out, a missing folder is
 * noted, secrets are masked in every text, and {@code FAILPACK.json} inside names every file with its digest.
 */
public final class FailPack {
    /** The list of contents inside the pack. */
    public static final String MANIFEST = "FAILPACK.json";

    private static final List<String> FOLDERS = List.of("logs", "reports", "configs");
    private static final String OWN_CONFIG = ".sync/config.yaml";
    // What the RC1 seed wants sent besides (S2-6.2), where it is there.
    private static final Pattern DATA =
            Pattern.compile("data/(shadow_eval_245|rollouts/rc1_seed[^/]*)\\.(jsonl|sha256)");

    private final Order order;
    private final SecretMask mask;

    private FailPack(Order order) {
        this.order = order;
        this.mask = SecretMask.of(order.environment());
    }

    /**
     * How to pack.
     *
     * @param workspace whose files
     * @param target where the pack goes; empty = {@code reports/FAIL_<ts>.tgz}
     * @param maxBytes most bytes of files packed, the smallest first; what does not fit is listed only
     * @param environment variables whose secret values are masked; recorded by name only
     * @param at time of the pack
     * @param command what failed or who asked, for the manifest
     */
    public record Order(
            Path workspace,
            Optional<Path> target,
            long maxBytes,
            Map<String, String> environment,
            Instant at,
            List<String> command) {
        public Order {
            environment = Map.copyOf(environment);
            command = List.copyOf(command);
        }
    }

    /**
     * What was packed.
     *
     * @param file the pack
     * @param packed names inside, in order
     * @param left names listed in the manifest without content
     * @param missing folders that were not there
     */
    public record Result(Path file, List<String> packed, List<String> left, List<String> missing) {
        public Result {
            packed = List.copyOf(packed);
            left = List.copyOf(left);
            missing = List.copyOf(missing);
        }
    }

    /** A file that may go in. */
    private record Item(String name, Path path, long size) {}

    /** Writes the pack; an earlier one is never replaced. */
    public static Result write(Order order) throws IOException {
        return new FailPack(order).write();
    }

    private Result write() throws IOException {
        List<Item> items = items();
        Set<String> fitting = fitting(items);
        List<String> missing = FOLDERS.stream()
                .filter(folder -> !Files.isDirectory(order.workspace().resolve(folder)))
                .map(folder -> folder + "/")
                .toList();
        Path file = target();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream out = Files.newOutputStream(temporary);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            pack(items, fitting, missing, tar);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        List<String> names = items.stream().map(Item::name).toList();
        return new Result(
                file,
                names.stream().filter(fitting::contains).toList(),
                names.stream().filter(name -> !fitting.contains(name)).toList(),
                missing);
    }

    private void pack(List<Item> items, Set<String> fitting, List<String> missing, TarArchiveOutputStream tar)
            throws IOException {
        ObjectNode manifest = header(missing);
        for (Item item : items) {
            byte[] original = fitting.contains(item.name()) ? Files.readAllBytes(item.path()) : new byte[0];
            byte[] content = masked(original);
            boolean packed = fitting.contains(item.name());
            manifest.withArray("files")
                    .addObject()
                    .put("path", item.name())
                    .put("size", packed ? original.length : item.size())
                    .put("sha256", (packed ? Sha256.of(original) : Sha256.ofFile(item.path())).hex())
                    .put("masked", content != original)
                    .put("packed", packed);
            if (packed) {
                entry(
                        tar,
                        item.name(),
                        content,
                        Files.getLastModifiedTime(item.path()).toInstant());
            }
        }
        entry(tar, MANIFEST, SyncJson.pretty(manifest).getBytes(StandardCharsets.UTF_8), order.at());
    }

    private ObjectNode header(List<String> missing) {
        ObjectNode manifest = SyncJson.object().put("format_version", 1).put("ts", Timestamp.inFile(order.at()));
        order.command().forEach(manifest.putArray("command")::add);
        manifest.putObject("versions")
                .put("java", System.getProperty("java.version"))
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        new TreeSet<>(order.environment().keySet()).forEach(manifest.putArray("environment")::add);
        missing.forEach(manifest.putArray("missing")::add);
        manifest.putArray("files");
        return manifest;
    }

    private static void entry(TarArchiveOutputStream tar, String name, byte[] content, Instant modified)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(FileTime.from(modified));
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** The same array where nothing had to be masked; files that are no UTF-8 text are packed as they are. */
    private byte[] masked(byte[] original) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(original))
                    .toString();
            String clean = mask.mask(text);
            return clean.equals(text) ? original : clean.getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            // No text, so there is no text to mask: an image or an archive goes in unchanged.
            return original;
        }
    }

    private Set<String> fitting(List<Item> items) {
        Set<String> fitting = new HashSet<>();
        long left = order.maxBytes();
        for (Item item :
                items.stream().sorted(Comparator.comparingLong(Item::size)).toList()) {
            left -= item.size();
            if (left >= 0) {
                fitting.add(item.name());
            }
        }
        return fitting;
    }

    private List<Item> items() throws IOException {
        List<Item> items = new ArrayList<>();
        for (String folder : FOLDERS) {
            below(folder, items);
        }
        Path config = order.workspace().resolve(OWN_CONFIG);
        if (Files.isRegularFile(config)) {
            items.add(new Item(OWN_CONFIG, config, Files.size(config)));
        }
        List<Item> data = new ArrayList<>();
        below("data", data);
        data.stream().filter(item -> DATA.matcher(item.name()).matches()).forEach(items::add);
        List<Item> checkpoints = new ArrayList<>();
        below("checkpoints", checkpoints);
        checkpoints.stream()
                .filter(item -> item.name().endsWith("/MANIFEST.json"))
                .forEach(items::add);
        return items;
    }

    /** Regular files only: what a link points to is packed where it really lies, or does not belong here. */
    private void below(String folder, List<Item> items) throws IOException {
        Path root = order.workspace().resolve(folder);
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted().toList()) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !isPack(path)) {
                    String name = order.workspace().relativize(path).toString().replace('\\', '/');
                    items.add(new Item(name, path, Files.size(path)));
                }
            }
        }
    }

    private static boolean isPack(Path path) {
        return path.getFileName().toString().matches("FAIL_.*\\.tgz(\\.tmp)?");
    }

    private Path target() throws IOException {
        Path reports = order.workspace().resolve("reports");
        Path file = order.target().orElseGet(() -> Timestamp.freePath(reports, "FAIL_", order.at(), ".tgz"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        return file;
    }
}
