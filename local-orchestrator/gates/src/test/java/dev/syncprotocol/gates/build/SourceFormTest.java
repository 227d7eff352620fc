package dev.syncprotocol.gates.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFormTest {
    @TempDir
    private Path folder;

    private List<SourceItem> read(SourceForm form, String text) throws IOException {
        Path file = folder.resolve("published");
        Files.writeString(file, text);
        return form.read(file);
    }

    @Test
    void takesStepsAndAnswerOfGsm8kApart() throws IOException {
        SourceItem item = read(
                        SourceForm.GSM8K,
                        "{\"question\":\"How many?\",\"answer\":\"He has 48/2 = <<48/2=24>>24.\\nSo 48+24 = <<48+24=72>>72.\\n#### 72\"}\n")
                .get(0);
        assertThat(item.output()).isEqualTo("72");
        assertThat(item.goldTexts("calculations")).containsExactly("48/2=24", "48+24=72");
        assertThat(item.goldTexts("solution")).containsExactly("He has 48/2 = 24.", "So 48+24 = 72.");
        assertThat(item.gold().orElseThrow().get("steps").intValue()).isEqualTo(2);
    }

    @Test
    void takesFactsAndDecompositionOfStrategyQa() throws IOException {
        SourceItem item = read(
                        SourceForm.STRATEGYQA,
                        "[{\"qid\":\"q1\",\"term\":\"Oar\",\"question\":\"Is it?\",\"answer\":false,\"facts\":[\"f1\"],"
                                + "\"decomposition\":[\"d1\",\"d2\"]}]")
                .get(0);
        assertThat(item.id()).isEqualTo("q1");
        assertThat(item.output()).isEqualTo("no");
        assertThat(item.evidence()).containsExactly("f1");
        assertThat(item.entities()).containsExactly("Oar");
    }

    @Test
    void joinsTheSupportingSentencesOfHotpotQaByPage() throws IOException {
        SourceItem item = read(
                        SourceForm.HOTPOTQA,
                        "{\"_id\":\"h1\",\"question\":\" Who? \",\"answer\":\"Ivo\",\"type\":\"bridge\",\"level\":\"hard\","
                                + "\"supporting_facts\":[[\"A\",1],[\"B\",0],[\"A\",0],[\"C\",9]],"
                                + "\"context\":[[\"A\",[\"a0.\",\" a1.\"]],[\"B\",[\"b0.\"]],[\"C\",[\"c0.\"]]]}\n")
                .get(0);
        assertThat(item.input()).isEqualTo("Who?");
        assertThat(item.evidence()).containsExactly("A: a1. a0.", "B: b0.");
        assertThat(item.gold().orElseThrow().get("level").textValue()).isEqualTo("hard");
    }

    @Test
    void refusesWhatIsNotPublishedLikeThat() {
        assertThatThrownBy(() -> read(SourceForm.GSM8K, "{\"q\":1}\n")).isInstanceOf(SyncException.class);
        assertThatThrownBy(() -> read(SourceForm.STRATEGYQA, "[{]")).isInstanceOf(SyncException.class);
        assertThatThrownBy(() -> SourceForm.of("squad")).hasMessageContaining("known forms");
    }
}
