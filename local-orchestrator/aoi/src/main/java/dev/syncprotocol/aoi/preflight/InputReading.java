package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.pool.MiningPool;
import dev.syncprotocol.aoi.pool.MiningPoolFile;
import dev.syncprotocol.aoi.pool.Pairing;
import dev.syncprotocol.aoi.pool.StemPairing;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.table.TableCheck;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the inputs (P1, P8, P11, P13): tables, pairs and pool, with the pictures they name.
 *
 * @param workspace the inputs
 * @param book gets the faults
 */
record InputReading(AoiWorkspace workspace, CheckBook book) {
    /** P1: everything that must be there is. */
    void present() {
        List.of(workspace.baselineSpec(), workspace.trainingCsv(), workspace.validationCsv(), workspace.kpiCsv())
                .forEach(file -> demand(Files.isRegularFile(file), "expected the file " + file + ", found none"));
        demand(
                Files.isDirectory(workspace.kpiImages()),
                "expected the folder " + workspace.kpiImages() + ", found none");
    }

    private void demand(boolean holds, String otherwise) {
        if (!holds) {
            book.fail("P1", ErrorCode.CONFIG_INVALID, otherwise);
        }
    }

    /** What can be told of the inputs while no specification says how their pictures are named. */
    void unlit() throws IOException {
        for (Path csv : List.of(workspace.trainingCsv(), workspace.validationCsv(), workspace.kpiCsv())) {
            if (Files.isRegularFile(csv)) {
                book.read("P11", workspace.relative(csv), () -> SampleTableFile.read(csv));
            }
        }
        book.read("P13", workspace.relative(workspace.miningPoolCsv()), () -> MiningPoolFile.rows(workspace));
        book.run("P8", () -> StemPairing.requirePictures(workspace));
    }

    /** All of them, each judged as far as it can be read. */
    Readable read(Pictures pictures) throws IOException {
        Optional<Path> benchmark = workspace.benchmarkCsv();
        return new Readable(
                table(workspace.trainingCsv(), pictures),
                table(workspace.validationCsv(), pictures),
                table(workspace.kpiCsv(), pictures),
                benchmark.isPresent() ? table(benchmark.get(), pictures) : Optional.empty(),
                book.read("P8", workspace.relative(workspace.pregenNg().getParent()), () -> pairing(pictures)),
                book.read("P13", workspace.relative(workspace.miningPoolCsv()), () -> pool(pictures)));
    }

    private Pairing pairing(Pictures pictures) throws IOException {
        Pairing pairing = StemPairing.of(workspace, pictures);
        SampleTable rows = pairing.rows(workspace.root(), pictures);
        if (rows.size() > 0) {
            TableCheck.check(
                    workspace.relative(workspace.pregenNg().getParent()),
                    rows,
                    workspace.root(),
                    pictures,
                    TableCheck.LabelRule.ANY_CASE);
        }
        return pairing;
    }

    private MiningPool pool(Pictures pictures) throws IOException {
        MiningPool pool = MiningPoolFile.read(workspace, pictures);
        TableCheck.check(
                workspace.relative(workspace.miningPoolCsv()),
                pool.table(),
                workspace.root(),
                pictures,
                TableCheck.LabelRule.ANY_CASE);
        return pool;
    }

    /** P11: the rows, all lights, both sides. */
    private Optional<SampleTable> table(Path csv, Pictures pictures) throws IOException {
        if (!Files.isRegularFile(csv)) {
            return Optional.empty();
        }
        return book.read("P11", workspace.relative(csv), () -> {
            SampleTable table = SampleTableFile.read(csv);
            TableCheck.check(
                    workspace.relative(csv), table, workspace.kpiImages(), pictures, TableCheck.LabelRule.ANY_CASE);
            return table;
        });
    }
}
