package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files a mining in containers left: right after it, and again when a run is replayed.
 *
 * @param folder one folder a light, each with a {@code mined.parquet} of one column, {@code filepath}
 */
public record ContainerNeighbourFiles(Path folder) implements NeighbourFinder {
    /** Where the containers' own files are kept. */
    public static final String FOLDER = "container";

    private static final String FILEPATH = "filepath";

    @Override
    public List<ConsideredPair> pairs(MiningOrder order, SourceSearch search) throws IOException {
        return search.pairs(order.targets().pictures(), chosen());
    }

    private Set<String> chosen() throws IOException {
        Set<String> chosen = new TreeSet<>();
        try (Stream<Path> lights = Files.list(folder)) {
            for (Path light : lights.filter(Files::isDirectory).sorted().toList()) {
                chosen.addAll(filepaths(light.resolve(SourceMining.MINED)));
            }
        }
        return chosen;
    }

    private static List<String> filepaths(Path mined) throws IOException {
        ParquetTable table = ParquetFile.read(mined);
        if (!table.has(FILEPATH)) {
            throw new SyncException(ErrorCode.ENGINE_FAILED, mined + " has no column " + FILEPATH);
        }
        return table.texts(FILEPATH);
    }
}
