package dev.syncprotocol.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
    @TempDir
    private Path folder;

    @Test
    void theFilesOfANamedFolderAreRunInPlaceOfTheShippedOnes() throws IOException {
        Files.writeString(folder.resolve("adamw.json"), "{\"cases\":[]}");
        assertThat(Golden.text("adamw.json", folder.toString())).isEqualTo("{\"cases\":[]}");
        assertThat(Golden.text("adamw.json", null)).contains("visible_epsilon");
    }

    /** A folder without a file never falls back to the shipped one: a typo would pass unnoticed. */
    @Test
    void aFileThatIsNotInTheFolderIsAFailure() {
        assertThatThrownBy(() -> Golden.text("adamw.json", folder.toString())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void numbersAgreeByTheRuleOfTheGoldenFilesAndNoFurther() {
        Golden.assertClose(1e6 + 1e-7, 1e6, Golden.DOUBLES);
        assertThatThrownBy(() -> Golden.assertClose(1e6 + 1e-5, 1e6, Golden.DOUBLES))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Golden.assertClose(new double[] {1}, new double[] {1, 2}, Golden.FLOATS))
                .isInstanceOf(AssertionError.class);
        assertThat(List.of(Golden.DOUBLES, Golden.FLOATS, Golden.FLOAT_RUNS)).isSorted();
    }
}
