package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.accounting.AccountingFile;
import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The accounts of a run (specification §11.8): every edge balances, and what comes to an edge is what left the edges before it. So a row that is gone
 * from a file between two stages is found by the stage that reads the file, though that stage loses none.
 */
final class RunAccounts {
    private final StageRun stage;

    private RunAccounts(StageRun stage) {
        this.stage = stage;
    }

    /**
     * Enters the edges a stage crossed into the phase's {@code accounting.csv}.
     *
     * @throws SyncException {@code silent_drop}, after the file is written
     */
    static void enter(StageRun stage, List<EdgeAccount> accounts) throws IOException {
        if (accounts.isEmpty()) {
            return;
        }
        Path file = stage.folder().accounting(stage.phase());
        Files.createDirectories(file.getParent());
        AccountingFile.add(file, accounts);
        RunAccounts entered = new RunAccounts(stage);
        for (EdgeAccount account : accounts) {
            entered.demandArrived(account);
        }
    }

    private void demandArrived(EdgeAccount account) throws IOException {
        Optional<Tally> before = left(account.edge());
        Tally came = counted(account);
        if (before.isPresent() && !came.equals(before.get())) {
            throw new SyncException(
                    ErrorCode.SILENT_DROP,
                    stage.folder().accounting(stage.phase()) + ": " + account.edge() + ": "
                            + difference(before.get(), came) + " came in");
        }
    }

    /** What left the edges before this one; empty where there is none, or none is known. */
    private Optional<Tally> left(Edge edge) throws IOException {
        Phase phase = stage.phase();
        return switch (edge) {
            case E1, E5, E6 -> Optional.empty();
            case E2 -> out(phase, Edge.E1);
            case E3 -> everyLight(out(phase, Edge.E2));
            case E4 -> out(phase.previous(), Edge.E3);
            case E7 -> everyLight(out(phase, Edge.E6));
            case E8 -> out(phase, Edge.E4);
            case E9 -> pool();
            case E10 -> out(phase, Edge.E9);
            case E11 -> out(phase, Edge.E10);
            case E12 -> assembled();
            case E13 -> phase.isBaseline()
                    ? Optional.empty()
                    : out(phase, Edge.E12).map(Tally::total).map(Tally::of);
        };
    }

    /** What of an account is compared: the base table is an input, it left no edge. */
    private Tally counted(EdgeAccount account) {
        boolean onBase =
                account.edge() == Edge.E12 && stage.phase().previous().isBaseline();
        return onBase ? account.in().without(Origin.BASE) : account.in();
    }

    /** The pool as it was staged, with what every iteration so far appended. */
    private Optional<Tally> pool() throws IOException {
        Optional<Tally> pool = out(Phase.BASELINE, Edge.E6);
        for (Phase phase = Phase.BASELINE.next(); phase.compareTo(stage.phase()) <= 0; phase = phase.next()) {
            Tally appended = out(phase, Edge.E6).orElse(Tally.NONE);
            pool = pool.map(appended::plus);
        }
        return pool;
    }

    /** The previous combined table, where there is one, and what was mined. */
    private Optional<Tally> assembled() throws IOException {
        Phase previous = stage.phase().previous();
        Tally mined = out(stage.phase(), Edge.E11).orElse(Tally.NONE);
        return previous.isBaseline()
                ? Optional.of(mined)
                : out(previous, Edge.E12).map(mined::plus);
    }

    private Optional<Tally> everyLight(Optional<Tally> samples) throws IOException {
        int lights = stage.pictures().lightsOrNone().size();
        return samples.map(tally -> tally.times(lights));
    }

    private Optional<Tally> out(Phase phase, Edge edge) throws IOException {
        Path file = stage.folder().accounting(phase);
        return Files.isRegularFile(file) ? AccountingFile.out(file, edge) : Optional.empty();
    }

    private static String difference(Tally before, Tally came) {
        Origin origin = before.plus(came).counts().keySet().stream()
                .filter(one -> before.at(one) != came.at(one))
                .findFirst()
                .orElseThrow();
        return before.at(origin) + " rows of " + origin.label() + "/" + origin.provenance()
                + " left the edge before it, " + came.at(origin);
    }
}
