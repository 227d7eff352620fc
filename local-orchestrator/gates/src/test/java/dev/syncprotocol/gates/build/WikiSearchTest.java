package dev.syncprotocol.gates.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WikiSearchTest {
    @TempDir
    private Path folder;

    @Test
    void findsAPassageByItsTitleBeforeOneThatOnlyMentionsIt() throws IOException {
        Path file = folder.resolve("passages.jsonl");
        Files.writeString(
                file,
                row("Karvik", "A town on the Morna, known for copper bells.")
                        + row("Morna", "A river. It passes Karvik and Penwick on its way.")
                        + row("Penwick", "Home of the clockmaker Ivo Quill."));
        try (WikiSearch search = WikiSearch.open(file)) {
            assertThat(search.search("Karvik", 2)).extracting(Passage::title).containsExactly("Karvik", "Morna");
            assertThat(search.search("who was the clockmaker?", 5))
                    .extracting(Passage::title)
                    .first()
                    .isEqualTo("Penwick");
            assertThat(search.search("unheard of", 5)).extracting(Passage::text).isNotNull();
            assertThat(search.search("zebra", 5)).isEmpty();
        }
    }

    private static String row(String title, String text) {
        return SyncJson.compact(SyncJson.object().put("title", title).put("text", text)) + "\n";
    }
}
