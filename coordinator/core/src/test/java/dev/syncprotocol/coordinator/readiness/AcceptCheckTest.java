package dev.syncprotocol.coordinator.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.coordinator.round.NeedJson;
import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptCheckTest {
    @TempDir
    Path workspace;

    private List<String> broken(String path, String accept, Optional<PreflightGates> gates) throws IOException {
        ExternalNeed need = NeedJson.read(new Fields(
                SyncJson.read("{\"name\":\"n\",\"path\":\"%s\",\"desc\":\"d\",\"accept\":%s}".formatted(path, accept)),
                "need"));
        ArtifactDigest found = ArtifactDigest.of(workspace, new RepoPath(path)).orElseThrow();
        return new AcceptCheck(workspace, gates).broken(need.path(), need.accept(), found);
    }

    private List<String> broken(String path, String accept) throws IOException {
        return broken(path, accept, Optional.empty());
    }

    private void write(String path, String text) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void countsFilesBelowAFolder() throws IOException {
        write("d/a", "1");
        write("d/e/b", "2");
        assertThat(broken("d/", "{\"min_files\":2}")).isEmpty();
        assertThat(broken("d/", "{\"min_files\":3}")).containsExactly("min_files: at least 3, found 2");
    }

    @Test
    void countsLinesThatAreNotBlank() throws IOException {
        write("x.jsonl", "{}\n\n  \n{}\n{}");
        assertThat(broken("x.jsonl", "{\"min_lines\":3}")).isEmpty();
        assertThat(broken("x.jsonl", "{\"min_lines\":4}")).hasSize(1);
    }

    @Test
    void weighsBytes() throws IOException {
        write("x", "12345");
        assertThat(broken("x", "{\"min_bytes\":5}")).isEmpty();
        assertThat(broken("x", "{\"min_bytes\":6}")).containsExactly("min_bytes: at least 6, found 5");
    }

    @Test
    void looksForKeys() throws IOException {
        write("r.json", "{\"ttr\":0.5,\"nested\":{\"zipf\":1}}");
        assertThat(broken("r.json", "{\"required_keys\":[\"ttr\"]}")).isEmpty();
        assertThat(broken("r.json", "{\"required_keys\":[\"ttr\",\"zipf\",\"kl\"]}"))
                .containsExactly("required_keys: lacks zipf, kl");
        write("broken.json", "{\"ttr\":");
        assertThat(broken("broken.json", "{\"required_keys\":[\"ttr\"]}")).hasSize(1);
    }

    @Test
    void holdsAFileAgainstASchemaOfTheWorkspace() throws IOException {
        write("schemas/r.json", "{\"type\":\"object\",\"properties\":{\"ttr\":{\"type\":\"number\"}}}");
        write("good.json", "{\"ttr\":0.5}");
        write("bad.json", "{\"ttr\":\"high\"}");
        String rule = "{\"json_schema\":\"schemas/r.json\"}";
        assertThat(broken("good.json", rule)).isEmpty();
        assertThat(broken("bad.json", rule)).singleElement().asString().contains("/ttr");
        assertThat(broken("good.json", "{\"json_schema\":\"schemas/none.json\"}"))
                .containsExactly("json_schema: schemas/none.json is not there");
    }

    @Test
    void asksThePreflightForItsGates() throws IOException {
        write("p.jsonl", "{}");
        String rule = "{\"gate\":\"diversity\"}";
        assertThat(broken("p.jsonl", rule)).containsExactly("gate diversity: this build has no preflight gates");
        assertThat(broken("p.jsonl", rule, Optional.of(new OneGate()))).isEmpty();
        assertThat(broken("p.jsonl", "{\"gate\":\"other\"}", Optional.of(new OneGate())))
                .containsExactly("gate other: unknown");
    }

    /** Passes every file by the gate diversity, and knows no other. */
    private static final class OneGate implements PreflightGates {
        @Override
        public Verdict artifact(String gate, Path artifact) {
            return gate.equals("diversity") ? new Verdict(true, "measured") : new Verdict(false, "unknown");
        }

        @Override
        public Verdict ticket(Path workspace, RepoPath ticket, RepoPath config) {
            return new Verdict(false, "no tickets");
        }
    }

    @Test
    void namesEveryBrokenRuleAtOnce() throws IOException {
        write("x", "1");
        assertThat(broken("x", "{\"min_bytes\":9,\"min_lines\":9,\"required_keys\":[\"k\"]}"))
                .hasSize(3);
    }
}
