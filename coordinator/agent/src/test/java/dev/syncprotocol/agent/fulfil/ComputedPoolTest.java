package dev.syncprotocol.agent.fulfil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.agent.loopback.GeminiServer;
import dev.syncprotocol.agent.loopback.Heard;
import dev.syncprotocol.agent.loopback.Turn;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.gates.build.MadeUpSources;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A balanced pool comes out of the preflight's code or not at all. */
class ComputedPoolTest {
    private static final String POOL = "data/rc1_seed.balanced.jsonl";
    private static final String NEED =
            "{\"name\":\"difficulty_balanced_seed\",\"path\":\"" + POOL + "\",\"desc\":\"d\"}";
    private static final Turn SUBMIT = Turn.calls("submit", Map.of());

    @TempDir
    Path folder;

    private static Function<Heard, Turn> calls(String tool, Map<String, Object> arguments) {
        return heard -> {
            if (heard.structured()) {
                return Turn.says("{\"from\":\"gemini\",\"round\":1,\"artifacts_produced\":[{\"name\":"
                        + "\"difficulty_balanced_seed\",\"path\":\"" + POOL + "\"}],\"risks_blockers\":[\"none\"],"
                        + "\"notes\":\"n\"}");
            }
            return heard.toolResults().isEmpty() ? Turn.calls(tool, arguments) : SUBMIT;
        };
    }

    private List<String> refusedResults(FulfilBench bench, String tool, Map<String, Object> arguments)
            throws IOException {
        try (GeminiServer server = new GeminiServer(calls(tool, arguments))) {
            Map<String, String> before = bench.picture();
            assertThat(catchThrowableOfType(SyncException.class, () -> bench.fulfil(server, ProviderKind.GEMINI)))
                    .hasMessageContaining("no draft was accepted");
            assertThat(bench.picture()).isEqualTo(before);
            return server.heard().get(1).toolResults();
        }
    }

    @Test
    void comesFromTheWorkspacesSourcesWithTheSameBytesEachTime() throws IOException {
        String first = "";
        for (String name : List.of("one", "two")) {
            FulfilBench bench = new FulfilBench(folder.resolve(name), NEED, "n");
            new MadeUpSources(7, 400, 20).write(bench.root().resolve("data/sources"));
            try (GeminiServer server =
                    new GeminiServer(calls("build_balanced_pool", Map.of("n", 300, "templates", "")))) {
                FulfilReport report = bench.fulfil(server, ProviderKind.GEMINI);
                assertThat(report.outcomes()).allMatch(NeedOutcome::accepted);
                assertThat(report.outcomes().get(0).reason())
                        .contains("hotpotqa is left out")
                        .doesNotContain("its items are made up");
            }
            String rows = Files.readString(bench.root().resolve(POOL));
            assertThat(rows).contains("\"source_id\":\"made-up-gsm8k-");
            assertThat(rows).isEqualTo(first.isEmpty() ? rows : first);
            first = rows;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "write_file, 'computed, never written: build_balanced_pool makes it'",
        "append_file, 'computed, never written: build_balanced_pool makes it'",
        "delete_file, 'computed, never written: build_balanced_pool makes it'",
        "measure_diversity, there is no such tool"
    })
    void refusesAnyOtherWay(String tool, String why) throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n");
        assertThat(refusedResults(bench, tool, Map.of("path", POOL, "content", "{}\n", "source", POOL)))
                .singleElement()
                .asString()
                .contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "59, '', n is from 60 to 2000",
        "2001, '', n is from 60 to 2000",
        "100, ../elsewhere/, not a path",
        "100, .git/, not a path",
        "100, src/core/, no such folder among those that may be read"
    })
    void refusesArgumentsBeyondItsReach(int n, String templates, String why) throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n");
        assertThat(refusedResults(bench, "build_balanced_pool", Map.of("n", n, "templates", templates)))
                .singleElement()
                .asString()
                .contains(why);
    }

    /** Also below a folder that is asked for as a whole. */
    @Test
    void refusesAPoolWrittenByHandBelowAFolder() throws IOException {
        FulfilBench bench = new FulfilBench(
                folder, "{\"name\":\"rows\",\"path\":\"data/all/\",\"desc\":\"d\",\"accept\":{\"min_files\":1}}", "n");
        assertThat(refusedResults(bench, "write_file", Map.of("path", "data/all/x.balanced.jsonl", "content", "{}\n")))
                .singleElement()
                .asString()
                .contains("computed, never written");
    }

    @Test
    void saysNothingOfTheFoldersOfThisMachine() throws IOException {
        FulfilBench bench = new FulfilBench(folder, NEED, "n");
        bench.write("data/sources/gsm8k/train.jsonl", "{\"input\":\"\"}\n");
        assertThat(refusedResults(bench, "build_balanced_pool", Map.of("n", 100, "templates", "")))
                .singleElement()
                .asString()
                .contains("cannot be computed")
                .doesNotContain(folder.toString());
    }
}
