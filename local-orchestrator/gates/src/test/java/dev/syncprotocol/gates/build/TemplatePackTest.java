package dev.syncprotocol.gates.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One form of a template pack, for whoever reads one and for whoever drafts one: every fault at once. */
class TemplatePackTest {
    @TempDir
    private Path folder;

    private static String example() throws IOException {
        return new String(TemplatePack.example("gsm8k"), StandardCharsets.UTF_8);
    }

    @Test
    void findsNothingWrongWithTheExample() throws IOException {
        assertThat(TemplatePack.broken(example())).isEmpty();
    }

    @Test
    void namesEveryTemplateWithTwoQuestionsAndEveryRepetition() throws IOException {
        Files.writeString(folder.resolve("gsm8k.json"), example());
        TemplatePack pack = TemplatePack.read(folder, "gsm8k");
        String first = pack.templates().get(0).id();
        String second = pack.templates().get(1).id();
        String broken = example()
                .replace(
                        "\"" + pack.roles().get(1).id() + "\"",
                        "\"" + pack.roles().get(0).id() + "\"")
                .replace(TemplatePack.QUESTION, TemplatePack.QUESTION + TemplatePack.QUESTION);
        assertThat(TemplatePack.broken(broken))
                .contains(
                        "template " + first + " holds {question} exactly once",
                        "template " + second + " holds {question} exactly once",
                        "roles: every id is used once");
        Files.writeString(folder.resolve("gsm8k.json"), broken);
        assertThatThrownBy(() -> TemplatePack.read(folder, "gsm8k"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("template_pack_v2, gsm8k: ")
                .hasMessageContaining("roles: every id is used once");
    }

    @Test
    void saysWhatIsNoPackAtAll() {
        assertThat(TemplatePack.broken("[")).containsExactly("no JSON document");
        assertThat(TemplatePack.broken("{}")).isNotEmpty().allMatch(fault -> fault.contains("required"));
    }
}
