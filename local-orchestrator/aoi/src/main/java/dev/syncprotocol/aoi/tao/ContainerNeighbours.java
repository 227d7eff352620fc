package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.mining.ConsideredPair;
import dev.syncprotocol.aoi.mining.ContainerNeighbourFiles;
import dev.syncprotocol.aoi.mining.EmbeddedPicture;
import dev.syncprotocol.aoi.mining.Embeddings;
import dev.syncprotocol.aoi.mining.EmbeddingsFile;
import dev.syncprotocol.aoi.mining.MiningOrder;
import dev.syncprotocol.aoi.mining.NeighbourFinder;
import dev.syncprotocol.aoi.mining.SourceMining;
import dev.syncprotocol.aoi.mining.SourceSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code tmm nearest_neighbors} as neighbour finder: the container knows no lights and no history, so it is called once a light with the sources that
 * may be chosen; how similar they are is computed here, since it does not say.
 */
public final class ContainerNeighbours implements NeighbourFinder {
    private static final String SUMMARY = "mining_summary.txt";

    private final TaoServices services;

    /** A finder of a run. */
    public ContainerNeighbours(TaoServices services) {
        this.services = services;
    }

    @Override
    public List<ConsideredPair> pairs(MiningOrder order, SourceSearch search) throws IOException {
        search.requireLabels(order.targets().pictures());
        Path kept = Files.createDirectories(order.outputDir().resolve(ContainerNeighbourFiles.FOLDER));
        List<String> lights = order.pictures().lightsOrNone();
        for (int i = 0; i < lights.size(); i++) {
            String light = lights.get(i);
            Embeddings targets = of(light, order.targets(), order.targets().pictures());
            Embeddings sources = of(light, order.sources(), search.sources());
            if (!targets.pictures().isEmpty() && !sources.pictures().isEmpty()) {
                Path folder = Files.createDirectory(kept.resolve("light-" + light));
                mine(order, lights.size() == 1 ? "mining" : "mining-" + (i + 1), folder, targets, sources);
            }
        }
        return new ContainerNeighbourFiles(kept).pairs(order, search);
    }

    private static Embeddings of(String light, Embeddings space, List<EmbeddedPicture> pictures) {
        return new Embeddings(
                space.space(),
                pictures.stream()
                        .filter(picture -> picture.light().equals(light))
                        .toList());
    }

    private void mine(MiningOrder order, String task, Path folder, Embeddings targets, Embeddings sources)
            throws IOException {
        Path source = folder.resolve("source.parquet");
        Path target = folder.resolve("target.parquet");
        Path mined = order.outputDir().resolve(SourceMining.MINED);
        EmbeddingsFile.write(source, sources);
        EmbeddingsFile.write(target, targets);
        services.mine(order.phase(), task, order.settings(), folder, source, target, mined);
        // The pool as this light saw it is as large as the pool, and can be written again from it.
        Files.delete(source);
        Files.move(mined, folder.resolve(SourceMining.MINED));
        Path summary = order.outputDir().resolve(SUMMARY);
        if (Files.exists(summary)) {
            Files.move(summary, folder.resolve(SUMMARY));
        }
    }
}
