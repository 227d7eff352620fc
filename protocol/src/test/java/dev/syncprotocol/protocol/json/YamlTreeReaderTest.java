package dev.syncprotocol.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTreeReaderTest {
    @ParameterizedTest
    @CsvSource({
        "1.0e-5, 0.00001",
        "1e-5, 0.00001",
        "1E+2, 100",
        ".5, 0.5",
        "+3, 3",
        "-2., -2",
        "20250823, 20250823",
        ".inf, Infinity",
    })
    void readsNumbersAsNumbers(String yaml, double value) {
        assertThat(read("a: " + yaml).root().get("a").isNumber()).isTrue();
        assertThat(read("a: " + yaml).root().get("a").doubleValue()).isEqualTo(value);
    }

    @Test
    void readsWordsAsWords() {
        assertThat(read("a: yes\nb: \"1\"\nc: 1.2.3\nd: 0x10\n").root())
                .allSatisfy(node -> assertThat(node.isTextual()).isTrue());
    }

    @Test
    void remembersWhereEachValueStands() {
        LocatedDocument document = read("run:\n  seed: 1\n  items:\n    - a\n    - b\n");
        assertThat(document.place("/run/seed")).isEqualTo(new Place(2, 9));
        assertThat(document.place("/run/items/1")).isEqualTo(new Place(5, 7));
        assertThat(document.place("/run/absent")).isEqualTo(document.place("/run"));
    }

    @Test
    void refusesAKeyGivenTwiceWithItsPlace() {
        assertThatThrownBy(() -> read("a: 1\nb: 2\na: 3\n"))
                .isInstanceOfSatisfying(
                        DocumentUnreadable.class,
                        refused -> assertThat(refused.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.line()).isEqualTo(3)));
    }

    @ParameterizedTest
    @CsvSource({"'a: &x 1\nb: *x'", "'a: 1\n---\nb: 2'", "'a: [1'", "'a: \"x'", "'? [1]\n: 2'"})
    void refusesAnchorsSecondDocumentsAndBrokenSyntax(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(DocumentUnreadable.class);
    }

    private static LocatedDocument read(String yaml) {
        return LocatedDocument.read(yaml.getBytes(StandardCharsets.UTF_8), DocumentFormat.YAML);
    }
}
