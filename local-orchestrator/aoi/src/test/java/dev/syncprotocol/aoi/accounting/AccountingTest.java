package dev.syncprotocol.aoi.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountingTest {
    private static final Origin OPEN = new Origin("open", Origin.SDG);
    private static final Origin PASS = new Origin("PASS", Origin.REAL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Edge.class)
    void findsARowThatIsGoneAtEveryEdge(Edge edge) throws IOException {
        List<Origin> rows = List.of(OPEN, OPEN, PASS);
        AccountingFile.add(file(), List.of(EdgeAccount.of(edge, tally(rows), tally(rows))));
        EdgeAccount short1 = EdgeAccount.of(edge, tally(rows), tally(rows.subList(1, 3)));
        assertThatThrownBy(() -> AccountingFile.add(file(), List.of(short1)))
                .hasMessage(file() + ": " + edge + ": 2 rows of open/sdg came in, 1 went on, 0 stayed behind")
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SILENT_DROP));
        assertThatThrownBy(() -> AccountingFile.check(file())).isInstanceOf(SyncException.class);
    }

    @ParameterizedTest
    @EnumSource(Edge.class)
    void findsARowThatAppearedAtEveryEdge(Edge edge) {
        EdgeAccount more = EdgeAccount.of(edge, tally(List.of(OPEN)), tally(List.of(OPEN, PASS)));
        assertThatThrownBy(more::check).hasMessageContaining("0 rows of PASS/real came in, 1 went on");
    }

    /** Equal totals are not enough: one label may not stand in for another. */
    @Test
    void findsARowThatChangedItsLabelOrItsProvenance() {
        EdgeAccount relabelled = EdgeAccount.of(Edge.E6, tally(List.of(OPEN)), tally(List.of(PASS)));
        assertThatThrownBy(relabelled::check).hasMessageContaining("(and 1 more)");
    }

    /** The table of specification §11.8; every other edge lets no row go. */
    @ParameterizedTest
    @EnumSource(Edge.class)
    void allowsTheReasonsOfTheSpecification(Edge edge) {
        Map<Edge, Set<Reason>> table = Map.of(
                Edge.E2, Set.of(Reason.NOT_IN_TOP_K),
                Edge.E4, Set.of(Reason.NO_MODULE),
                Edge.E9, Set.of(Reason.NOT_NEAREST, Reason.EXCLUDED_BY_HISTORY, Reason.LABEL_FILTER),
                Edge.E10, Set.of(Reason.BELOW_SIMILARITY),
                Edge.E12, Set.of(Reason.DUPLICATE_OF_PREVIOUS));
        assertThat(edge.allowed()).isEqualTo(table.getOrDefault(edge, Set.of()));
    }

    @ParameterizedTest
    @EnumSource(Edge.class)
    void takesOnlyTheReasonsThatAreGoodAtTheEdge(Edge edge) {
        for (Reason reason : Reason.values()) {
            EdgeAccount account =
                    new EdgeAccount(edge, tally(List.of(OPEN)), Tally.NONE, Map.of(reason, tally(List.of(OPEN))));
            assertThat(account.rows())
                    .allMatch(row -> row.isBalanced() == edge.allowed().contains(reason));
        }
    }

    @Test
    void writesOneLinePerLabelAndProvenance() throws IOException {
        EdgeAccount cut = new EdgeAccount(
                Edge.E10,
                tally(List.of(OPEN, OPEN, PASS)),
                tally(List.of(OPEN)),
                Map.of(Reason.BELOW_SIMILARITY, tally(List.of(OPEN, PASS))));
        AccountingFile.add(file(), List.of(cut));
        assertThat(file()).content().isEqualTo("""
                        edge,label,provenance,in,out,rejected,reasons
                        E10,PASS,real,1,0,1,below_similarity=1
                        E10,open,sdg,2,1,1,below_similarity=1
                        """);
        assertThat(AccountingFile.read(file())).isEqualTo(cut.rows());
    }

    @Test
    void putsEdgesInOrderAndReplacesAnEdgeThatIsDoneAgain() throws IOException {
        EdgeAccount late = EdgeAccount.of(Edge.E13, Tally.of(5), Tally.of(5));
        EdgeAccount early = EdgeAccount.of(Edge.E2, tally(List.of(OPEN)), tally(List.of(OPEN)));
        AccountingFile.add(file(), List.of(late));
        AccountingFile.add(file(), List.of(early));
        String once = Files.readString(file());
        AccountingFile.add(file(), List.of(late));
        assertThat(file()).content().isEqualTo(once);
        assertThat(AccountingFile.read(file())).extracting(AccountRow::edge).containsExactly(Edge.E2, Edge.E13);
    }

    @Test
    void keepsTheEvidenceOfAFalseAccount() {
        EdgeAccount gone = EdgeAccount.of(Edge.E5, tally(List.of(OPEN)), Tally.NONE);
        assertThatThrownBy(() -> AccountingFile.add(file(), List.of(gone))).isInstanceOf(SyncException.class);
        assertThat(file()).content().contains("E5,open,sdg,1,0,0,");
    }

    @Test
    void countsWithoutLabelsWhereAStageKnowsNone() {
        assertThat(Tally.of(3).total()).isEqualTo(3);
        assertThat(Tally.of(0)).isEqualTo(Tally.NONE);
        assertThat(tally(List.of(OPEN, PASS)).times(2).total()).isEqualTo(4);
        assertThat(tally(List.of(OPEN)).plus(tally(List.of(OPEN))).at(OPEN)).isEqualTo(2);
    }

    private Path file() {
        return folder.resolve("accounting.csv");
    }

    private static Tally tally(List<Origin> rows) {
        return Tally.of(new ArrayList<>(rows), row -> row);
    }
}
