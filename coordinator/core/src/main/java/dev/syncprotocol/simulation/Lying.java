package dev.syncprotocol.simulation;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies at a path now, found out by rounds/README.md and not by the code that is being checked.
 *
 * @param sha256 digest of the file, or of the folder's list of files
 * @param bytes size, a folder's files together
 * @param files how many files
 */
record Lying(Sha256 sha256, long bytes, int files) {
    static Optional<Lying> at(Path root, String path) throws IOException {
        Path place = root.resolve(path);
        if (Files.isRegularFile(place)) {
            return Optional.of(new Lying(Sha256.ofFile(place), Files.size(place), 1));
        }
        return Files.isDirectory(place) ? Optional.of(folder(place)) : Optional.empty();
    }

    private static Lying folder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        StringBuilder lines = new StringBuilder();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
            lines.append(Sha256.ofFile(file))
                    .append("  ")
                    .append(folder.relativize(file))
                    .append('\n');
        }
        return new Lying(Sha256.of(lines.toString()), bytes, files.size());
    }
}
