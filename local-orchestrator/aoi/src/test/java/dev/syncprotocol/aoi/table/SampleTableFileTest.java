package dev.syncprotocol.aoi.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import org.junit.jupiter.api.Test;

class SampleTableFileTest {
    private static final String FOUR = "input_path,golden_path,label,object_name\n";

    @Test
    void padsTheTenOptionalColumnsAndKeepsFurtherOnesBehindThem() {
        SampleTable table = parse("object_name,input_path,siamese_score,golden_path,label\n0012,a,0.5,b,PASS\n");

        assertThat(SampleTableFile.format(table))
                .isEqualTo(
                        "input_path,golden_path,label,object_name,project,boardname,comp_type_2,mpass_mfail,is_valid,comp_name,"
                                + "part_type,number_of_pins,description,comp_type_1,siamese_score\na,b,PASS,0012,,,,,,,,,,,0.5\n");
    }

    @Test
    void keepsCommasQuotesAndNewlinesOfAQuotedField() {
        SampleTable table =
                parse("input_path,golden_path,label,object_name,description\na,b,PASS,c,\"CAP, \"\"X6S\"\"\n0402\"\n");

        assertThat(table.rows().get(0).cell("description")).isEqualTo("CAP, \"X6S\"\n0402");
        assertThat(parse(SampleTableFile.format(table)).rows()).hasSize(1);
    }

    @Test
    void readsRowsWithTheirLines() {
        assertThat(parse(FOUR + "a,b,PASS,1\na,b,open,2\n").rows())
                .extracting(SampleRow::line)
                .containsExactly(2, 3);
    }

    @Test
    void refusesAByteOrderMark() {
        assertRefused("\uFEFF" + FOUR, "byte order mark");
    }

    @Test
    void refusesAMissingColumn() {
        assertRefused("input_path,label,object_name\n", "golden_path");
    }

    @Test
    void namesAllMissingColumnsInOneFault() {
        assertRefused(
                "input_path,label,name\n",
                "expected columns golden_path, object_name, found columns input_path,label,name");
    }

    @Test
    void saysOnceThatTheColumnsAreDividedBySemicolons() {
        assertRefused(
                FOUR.replace(',', ';') + "a;b;PASS;1\n",
                "set.csv:1: expected columns divided by commas, found columns divided by semicolons");
        assertRefused(FOUR.replace(',', '\t'), "found columns divided by tabs");
    }

    @Test
    void refusesADoubledColumn() {
        assertRefused("input_path,golden_path,label,object_name,label\n", "twice");
    }

    @Test
    void refusesAShortRowWithItsLine() {
        assertRefused(FOUR + "a,b,PASS,1\na,b,PASS\n", ":3:");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefused("", "empty");
    }

    private static SampleTable parse(String text) {
        return SampleTableFile.parse("set.csv", text.getBytes(UTF_8));
    }

    private static void assertRefused(String text, String expected) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CSV_INVALID))
                .hasMessageContaining(expected);
    }
}
