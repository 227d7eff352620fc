package dev.syncprotocol.agent.fulfil;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder one fulfilment works in, named after its process so that the next one knows whether it is left over. Closing it
 * removes it.
 *
 * @param path the folder
 */
record DeliveryFolder(Path path) implements AutoCloseable {
    private static final int MOST = 1_000;

    static DeliveryFolder make(Path deliveries) throws IOException {
        Files.createDirectories(deliveries);
        long pid = ProcessHandle.current().pid();
        for (int i = 1; i < MOST; i++) {
            try {
                return new DeliveryFolder(Files.createDirectory(deliveries.resolve("fulfil-" + i + "-" + pid)));
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
        }
        throw new FileAlreadyExistsException(deliveries.toString());
    }

    @Override
    public void close() throws IOException {
        List<Path> below;
        try (Stream<Path> walk = Files.walk(path)) {
            below = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : below) {
            Files.deleteIfExists(each);
        }
        try {
            Files.deleteIfExists(path.getParent());
        } catch (DirectoryNotEmptyException othersWork) {
            // Another fulfilment works beside this one.
            return;
        }
    }
}
