package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.accounting.AccountRow;
import dev.syncprotocol.aoi.accounting.AccountingFile;
import dev.syncprotocol.aoi.accounting.Edge;
import dev.syncprotocol.aoi.accounting.EdgeAccount;
import dev.syncprotocol.aoi.accounting.Origin;
import dev.syncprotocol.aoi.accounting.Reason;
import dev.syncprotocol.aoi.accounting.Tally;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row is removed at each edge: in a running loop where it can be, and in the true accounts of a run. */
class RunAccountsTest {
    @TempDir
    private static Path drawn;

    private static SmallBoards untouched;
    private static ApprovedRun ended;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runsOnce() throws IOException {
        untouched = SmallBoards.drawnIn(drawn.resolve("untouched"));
        ended = untouched.copiedTo(drawn).claimed(SmallBoards.unreachable(2));
        SmallBoards.goOn(ended);
    }

    @ParameterizedTest
    @EnumSource
    void stopsALoopThatLosesARow(LostRow lost) throws IOException {
        LoopScene scene = new LoopScene(untouched.copiedTo(folder));
        scene.run();
        lost.plant(scene);
        SyncException stop = catchThrowableOfType(SyncException.class, scene::goOn);
        assertThat(stop).as("it went on").isNotNull();
        assertThat(stop.code()).as(stop.getMessage()).isEqualTo(ErrorCode.SILENT_DROP);
        assertThat(stop.getMessage()).contains(lost.names);
    }

    @Test
    void countsWhatThePoolGrewByOnTheWay() throws IOException {
        LoopScene scene = new LoopScene(untouched.copiedTo(folder));
        scene.run();
        scene.before(
                "iter1 routing", () -> Faults.poolGrowsBy(scene.workspace().trainingCsv(), scene));
        assertThat(scene.goOn().reason()).isEqualTo("max_iterations");
        assertThat(AccountingFile.read(scene.run().folder().accounting(new Phase(1))))
                .extracting(AccountRow::edge)
                .contains(Edge.E6, Edge.E7, Edge.E9);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheAccountsOfAGoodRunAgain(Edge edge) throws IOException {
        assertThatCode(() -> enter(account(edge))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void findsARowThatDoesNotLeaveAnEdge(Edge edge) throws IOException {
        EdgeAccount whole = account(edge);
        refuses(new EdgeAccount(edge, whole.in(), oneLess(whole.out()), whole.rejected()));
    }

    /** The edge itself balances: the row was gone before it. What comes to E1, E5 and E6 are inputs. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"E1", "E5", "E6"})
    void findsARowThatDoesNotComeToAnEdge(Edge edge) throws IOException {
        EdgeAccount whole = account(edge);
        Tally out = oneLess(whole.out());
        Tally rejected = whole.rejected().values().stream().reduce(Tally.NONE, Tally::plus);
        refuses(new EdgeAccount(edge, out.plus(rejected), out, whole.rejected()));
    }

    private static void refuses(EdgeAccount account) throws IOException {
        Path file = ended.folder().accounting(phase(account.edge()));
        byte[] before = Files.readAllBytes(file);
        try {
            SyncException stop = catchThrowableOfType(SyncException.class, () -> enter(account));
            assertThat(stop).as(account.toString()).isNotNull();
            assertThat(stop.code()).isEqualTo(ErrorCode.SILENT_DROP);
            assertThat(stop.getMessage()).startsWith(file + ": " + account.edge() + ": ");
        } finally {
            Files.write(file, before);
        }
    }

    private static void enter(EdgeAccount account) throws IOException {
        DeftState state = DeftState.fold(
                ended.facts(),
                LoopLog.of(ended.folder().root(), SmallBoards.NOON).read());
        StageRun stage = StageRun.withoutEngine(ended, phase(account.edge()), state, SmallBoards.NOON);
        RunAccounts.enter(stage, List.of(account));
    }

    /** The second iteration has every edge but those of the staging. */
    private static Phase phase(Edge edge) {
        boolean staged = edge == Edge.E5 || edge == Edge.E6 || edge == Edge.E7;
        boolean analysed = edge == Edge.E2 || edge == Edge.E3;
        return staged || analysed ? Phase.BASELINE : new Phase(2);
    }

    /** An edge's account as the run's file has it. */
    private static EdgeAccount account(Edge edge) throws IOException {
        List<AccountRow> rows =
                AccountingFile.read(ended.folder().accounting(phase(edge))).stream()
                        .filter(row -> row.edge() == edge)
                        .toList();
        assertThat(rows).as("rows of " + edge).isNotEmpty();
        Map<Reason, Tally> rejected = new EnumMap<>(Reason.class);
        rows.forEach(row -> row.reasons()
                .forEach((reason, count) -> rejected.merge(reason, tally(row.origin(), count), Tally::plus)));
        return new EdgeAccount(
                edge,
                sum(rows.stream().map(row -> tally(row.origin(), row.in())).toList()),
                sum(rows.stream().map(row -> tally(row.origin(), row.out())).toList()),
                rejected);
    }

    private static Tally sum(Collection<Tally> tallies) {
        return tallies.stream().reduce(Tally.NONE, Tally::plus);
    }

    private static Tally tally(Origin origin, int count) {
        return count == 0
                ? Tally.NONE
                : Tally.of(List.of(origin), one -> one).times(count);
    }

    private static Tally oneLess(Tally tally) {
        Origin last = tally.counts().keySet().stream()
                .reduce((one, next) -> next)
                .orElseThrow();
        return sum(tally.counts().entrySet().stream()
                .map(entry -> tally(
                        entry.getKey(), entry.getKey().equals(last) ? entry.getValue() - 1 : entry.getValue()))
                .toList());
    }
}
