package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Every change the store makes to a disk, and no other way to make one. A file of a run is published under a name that
 * must be free; the few replacing moves are named in run-store.md section 9.4.
 */
public final class StoreFiles {
    /** Stands before the random part of a temporary name. */
    public static final String TEMPORARY = ".tmp-";

    private static final int BUFFER = 1 << 16;

    /** Told before every change; a test ends the process there. */
    interface Witness {
        /** The change that comes next. */
        void before(String change, Path file);
    }

    private final Witness witness;

    StoreFiles(Witness witness) {
        this.witness = witness;
    }

    /** Changes that nobody watches: every use but a test's. */
    public static StoreFiles unwatched() {
        return new StoreFiles((change, file) -> {});
    }

    /** Whether a name is one of this class's temporary names. */
    static boolean isTemporary(Path file) {
        return file.getFileName().toString().contains(TEMPORARY);
    }

    /** Makes a folder whose name must be free: the claim of a run id. */
    void claim(Path folder) throws IOException {
        witness.before("claim", folder);
        Files.createDirectory(folder);
        AtomicFile.forceFolder(parent(folder));
    }

    /** Makes a folder and its parents where they are missing. */
    void folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            witness.before("folders", folder);
            Files.createDirectories(folder);
            AtomicFile.forceFolder(parent(folder));
        }
    }

    /**
     * Publishes a file under a name that must be free.
     *
     * @throws FileAlreadyExistsException when it is not; the file there is as it was
     */
    public void publish(Path file, byte[] content) throws IOException {
        link(write(file, content), file);
    }

    /** What a file shall hold, written as it is made. */
    public interface Content {
        /** Writes all of it; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Publishes a file that is too large for memory under a name that must be free.
     *
     * @throws FileAlreadyExistsException when it is not; the file there is as it was
     */
    public void publish(Path file, Content content) throws IOException {
        Path temporary = temporary(file);
        witness.before("write", temporary);
        try (FileChannel channel =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            content.writeTo(out);
            channel.force(true);
        }
        link(temporary, file);
    }

    /** Publishes a byte copy under a free name, once the copy has this digest. */
    void publishCopy(Path source, Path file, Sha256 expected) throws IOException {
        link(copy(source, file, expected), file);
    }

    /** Replaces a file in one move: old content or new, nothing between. */
    void replace(Path file, byte[] content) throws IOException {
        move(write(file, content), file);
    }

    /** Replaces a file by a byte copy, once the copy has this digest. */
    void replaceCopy(Path source, Path file, Sha256 expected) throws IOException {
        move(copy(source, file, expected), file);
    }

    /** Adds bytes at the end in one write and forces them to the disk; the file is made where it is missing. */
    public void append(Path file, byte[] bytes) throws IOException {
        witness.before("append", file);
        boolean made = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            writeAll(channel, bytes);
        }
        if (made) {
            AtomicFile.forceFolder(parent(file));
        }
    }

    /** Cuts a file after so many bytes. */
    void cut(Path file, long size) throws IOException {
        witness.before("cut", file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
        }
    }

    /** Deletes a file, to the disk. */
    public void delete(Path file) throws IOException {
        witness.before("delete", file);
        Files.delete(file);
        AtomicFile.forceFolder(parent(file));
    }

    /** Moves a file to another name in one step. */
    void move(Path file, Path target) throws IOException {
        witness.before("move", target);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceFolder(parent(target));
    }

    /** Advice to people, no protection (section 9.4). */
    void readOnly(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            witness.before("read-only", file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        }
    }

    private Path write(Path file, byte[] content) throws IOException {
        Path temporary = temporary(file);
        witness.before("write", temporary);
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeAll(channel, content);
        }
        return temporary;
    }

    private Path copy(Path source, Path file, Sha256 expected) throws IOException {
        Path temporary = temporary(file);
        witness.before("copy", temporary);
        try (InputStream in = Files.newInputStream(source);
                FileChannel out =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                writeFully(out, ByteBuffer.wrap(buffer, 0, n));
            }
            out.force(true);
        }
        Sha256 found = Sha256.ofFile(temporary);
        if (!found.equals(expected)) {
            Files.delete(temporary);
            throw new DamagedFile(source, expected, found);
        }
        return temporary;
    }

    /** A hard link never replaces; its temporary name goes at once, so no two names stay on one content. */
    private void link(Path temporary, Path file) throws IOException {
        witness.before("publish", file);
        try {
            Files.createLink(file, temporary);
        } catch (UnsupportedOperationException noHardLinks) {
            Files.copy(temporary, file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        } catch (FileAlreadyExistsException taken) {
            Files.delete(temporary);
            throw taken;
        }
        witness.before("forget temporary", temporary);
        Files.delete(temporary);
        AtomicFile.forceFolder(parent(file));
    }

    private static Path temporary(Path file) {
        return file.resolveSibling(
                file.getFileName() + TEMPORARY + UUID.randomUUID().toString().substring(0, 8));
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        writeFully(channel, ByteBuffer.wrap(bytes));
        channel.force(true);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static Path parent(Path file) {
        return file.toAbsolutePath().normalize().getParent();
    }
}
