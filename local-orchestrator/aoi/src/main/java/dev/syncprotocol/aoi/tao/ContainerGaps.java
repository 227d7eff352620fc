package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.rca.ContainerGapFiles;
import dev.syncprotocol.aoi.rca.FoundGaps;
import dev.syncprotocol.aoi.rca.GapFinder;
import dev.syncprotocol.aoi.rca.GapOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code gap_analysis vcn_aoi} as gap finder; its own files are kept in a folder of theirs, since those of the run have the same names. */
public final class ContainerGaps implements GapFinder {
    private final TaoServices services;

    /** A finder of a run. */
    public ContainerGaps(TaoServices services) {
        this.services = services;
    }

    @Override
    public FoundGaps find(GapOrder order, ScoredTable table) throws IOException {
        services.gaps(order);
        Path kept = order.outputDir().resolve(ContainerGapFiles.FOLDER);
        List<Path> left;
        try (Stream<Path> files = Files.list(order.outputDir())) {
            left = files.sorted().toList();
        }
        Files.createDirectory(kept);
        for (Path file : left) {
            Files.move(file, kept.resolve(file.getFileName()));
        }
        return new ContainerGapFiles(kept).find(order, table);
    }
}
