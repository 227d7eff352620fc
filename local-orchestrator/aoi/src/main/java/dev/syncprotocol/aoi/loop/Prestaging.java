package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.mining.Likeness;
import dev.syncprotocol.aoi.parquet.Column;
import dev.syncprotocol.aoi.parquet.ParquetFile;
import dev.syncprotocol.aoi.parquet.ParquetTable;
import dev.syncprotocol.aoi.pool.MiningPool;
import dev.syncprotocol.aoi.pool.MiningPoolFile;
import dev.syncprotocol.aoi.pool.Pairing;
import dev.syncprotocol.aoi.pool.Prestage;
import dev.syncprotocol.aoi.pool.PrestageOrder;
import dev.syncprotocol.aoi.pool.Prestaged;
import dev.syncprotocol.aoi.pool.Provenance;
import dev.syncprotocol.aoi.pool.SourcePoolFile;
import dev.syncprotocol.aoi.pool.SourceSample;
import dev.syncprotocol.aoi.pool.StemPairing;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.aoi.table.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stages the pool, the first thing after the approval and done once a run: it has no log entry of its own, the folder's appearance commits it and the
 * first entry carries its evidence.
 */
final class Prestaging {
    private Prestaging() {}

    /** Whether it is done: the pool is staged, and embedded unless that waits for the baseline. */
    static boolean isDone(ApprovedRun run) {
        boolean embedded = run.parameters().embedder().equals(Embedders.ENCODER)
                || Files.isRegularFile(run.folder().sourceEmbeddings());
        return isStaged(run.folder()) && embedded;
    }

    /** Whether the pool is staged. */
    static boolean isStaged(RunFolder run) {
        return Files.isRegularFile(run.manifest());
    }

    /** Does what is left of it; the line for people. */
    static String stage(StageRun stage) throws IOException {
        if (!isStaged(stage.folder())) {
            staged(stage);
        }
        if (!SourceEmbeddings.needsBaseline(stage)) {
            embedded(stage);
        }
        Tally rows = SourceEmbeddings.tally(SourcePoolFile.read(stage.folder().sourcePool()));
        return "[prestage] ok " + count(rows, Origin.REAL) + " real + " + count(rows, Origin.SDG) + " sdg rows staged"
                + Likeness.told(stage.folder().sourceEmbedLog())
                        .map(line -> "; " + line)
                        .orElse("");
    }

    private static int count(Tally rows, String provenance) {
        return rows.counts().entrySet().stream()
                .filter(entry -> entry.getKey().provenance().equals(provenance))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static void staged(StageRun stage) throws IOException {
        RunFolder run = stage.folder();
        StagePlaces places = StagePlaces.begin(run, List.of(run.synthPool()));
        Path work = places.folder(run.synthPool());
        Prestaged staged = Prestage.stage(new PrestageOrder(
                stage.workspace(),
                stage.pictures(),
                run.root(),
                work,
                stage.run().parameters().embedder(),
                siglip(stage)));
        List<SourceSample> written =
                SourcePoolFile.read(work.resolve(run.sourcePool().getFileName().toString()));
        parquet(work.resolve("source_pool.parquet"), written);
        RunAccounts.enter(stage, accounts(stage, staged, written));
        places.settle();
    }

    /** From the pictures in place, which is what the embeddings name. */
    private static void embedded(StageRun stage) throws IOException {
        StagePlaces places = StagePlaces.begin(stage.folder(), SourceEmbeddings.places(stage));
        SourceEmbeddings.Made made = SourceEmbeddings.make(stage, places, Optional.empty());
        RunAccounts.enter(stage, List.of(made.account()));
        places.settle();
    }

    private static Optional<String> siglip(StageRun stage) {
        return Optional.of(stage.run().parameters().embedder()).filter(name -> name.startsWith("siglip"));
    }

    private static void parquet(Path file, List<SourceSample> samples) throws IOException {
        SampleTable table = SourcePoolFile.table(samples);
        List<Column> columns = table.columns().stream()
                .map(name -> Column.texts(
                        name, table.rows().stream().map(row -> row.cell(name)).toList()))
                .toList();
        ParquetFile.write(file, ParquetTable.of(columns.toArray(Column[]::new)));
    }

    /** Edges E5 and E6. */
    static List<EdgeAccount> accounts(StageRun stage, Prestaged staged, List<SourceSample> written) throws IOException {
        Pairing pairing = StemPairing.of(stage.workspace(), stage.pictures());
        MiningPool pool = MiningPoolFile.read(stage.workspace(), stage.pictures());
        Tally pairs = Tally.of(pairing.objects(), object -> new Origin(object.label(), Origin.SDG));
        Tally made = SourceEmbeddings.tally(staged.source().stream()
                .filter(sample -> sample.provenance() == Provenance.SDG)
                .toList());
        Tally real = Tally.of(pool.table().rows(), row -> new Origin(row.label(), Origin.REAL));
        return List.of(
                EdgeAccount.of(Edge.E5, pairs, made),
                EdgeAccount.of(Edge.E6, real.plus(pairs), SourceEmbeddings.tally(written)));
    }
}
