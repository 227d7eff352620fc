package dev.syncprotocol.gates.rc1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.ReportFile;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Where and when a preflight runs.
 *
 * @param workspace its folder
 * @param clock the time of every report
 * @param mode production or test
 * @param toolVersion this program's version
 * @param runId of this call, in the call log and in {@code round1.json}
 * @param git what is bound; empty outside a work tree
 * @param baseModel {@code BASE_MODEL}
 */
public record Rc1Context(
        Path workspace,
        Clock clock,
        RunMode mode,
        String toolVersion,
        String runId,
        Optional<GitFacts> git,
        String baseModel) {
    /** The seed's base model. */
    public static final String BASE_MODEL = "Qwen/Qwen3-4B-Thinking-2507";

    /**
     * The state of the workspace's repository.
     *
     * @param commit HEAD
     * @param status porcelain lines
     */
    public record GitFacts(String commit, List<String> status) {
        public GitFacts {
            status = List.copyOf(status);
        }
    }

    /** A path of the workspace. */
    public Path at(String path) {
        return workspace.resolve(path);
    }

    /** Now, to the second, UTC. */
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What every report begins with. */
    ObjectNode head(String schema, long seed) {
        return SyncJson.object()
                .put("schema", schema)
                .put("ts", now())
                .put("tool_version", toolVersion)
                .put("mode", mode.word())
                .put("seed", seed);
    }

    /**
     * Writes a gate's report, failing or not, and says where it lies.
     *
     * @param files what was read, inside the workspace; each is named with its digest
     */
    GateResult report(String path, GateResult result, long seed, List<String> files) throws IOException {
        ObjectNode document = head("sync.gate-report/1", seed);
        document.put("gate", result.name()).put("pass", result.passed());
        document.set("thresholds", result.thresholds());
        document.set("values", result.values());
        result.failures().forEach(finding -> document.withArray("failures").add(finding.tree()));
        document.withArray("failures");
        return result.in(write(path, document, files));
    }

    /** Writes a document with the digests of what was read. */
    GateResult.WrittenReport write(String path, ObjectNode document, List<String> files) throws IOException {
        ObjectNode read = document.putObject("files");
        for (String file : files) {
            read.set(file, digest(file));
        }
        Path target = at(path);
        ReportFile.write(target, document);
        return new GateResult.WrittenReport(path, Sha256.ofFile(target));
    }

    private JsonNode digest(String file) throws IOException {
        Path path = at(file);
        ObjectNode none = SyncJson.object();
        return Files.isRegularFile(path) ? none.textNode(Sha256.ofFile(path).hex()) : none.nullNode();
    }

    /** Writes {@code reports/rc1/<name>.sha256} as {@code sha256sum} would. */
    void fingerprint(String path, String name) throws IOException {
        String line = Sha256.ofFile(at(path)).hex() + "  " + path + "\n";
        ReportFile.write(at("reports/rc1/" + name + ".sha256"), line.getBytes(StandardCharsets.UTF_8));
    }
}
