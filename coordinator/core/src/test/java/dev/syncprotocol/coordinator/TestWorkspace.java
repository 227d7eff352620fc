package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerRecord;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.coordinator.workspace.WorkspaceInit;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A real workspace in a temporary folder, with the tiny engine and a clock that stands still. */
public final class TestWorkspace {
    /** The instant of every record. */
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    /** Three commands that produce a file each, and two needs of gemini. */
    public static final String PLAN = """
            title: A small round
            commands:
              - id: 1
                title: Make the skeleton
                instruction: Make it.
                produces:
                  - {name: api, path: src/api.txt, desc: the skeleton}
              - id: 2
                title: Check
                instruction: Check it.
                run: ["true"]
              - id: 3
                title: Train
                instruction: Train.
                produces:
                  - {name: metrics, path: reports/metrics.jsonl}
                  - {name: latest, path: checkpoints/local/latest/}
            needs:
              gemini:
                - name: pack
                  path: templates/pack/
                  desc: two templates at least
                  accept: {min_files: 2}
                - name: report
                  path: reports/diversity.json
                  desc: the report
                  accept: {required_keys: [ttr]}
            """;

    /** Asks for nothing. */
    public static final String PLAN_WITHOUT_NEEDS = PLAN.substring(0, PLAN.indexOf("needs:"));

    private final Path root;
    private final TinyEngine.Launcher engine = new TinyEngine.Launcher();
    private Coordinator coordinator;

    public TestWorkspace(Path folder) throws IOException {
        this(folder, WorkspaceConfig.STANDARD);
    }

    public TestWorkspace(Path folder, WorkspaceConfig config) throws IOException {
        Workspace workspace = WorkspaceInit.run(folder, config).workspace();
        this.root = workspace.root();
        this.coordinator = new Coordinator(workspace, ports());
    }

    private CoordinatorPorts ports() {
        return new CoordinatorPorts(
                CLOCK,
                Optional.of(engine),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }

    public Path root() {
        return root;
    }

    public Coordinator coordinator() {
        return coordinator;
    }

    public TinyEngine.Launcher engine() {
        return engine;
    }

    /** Another coordinator over the same workspace, as another process would have. */
    public Coordinator other(CoordinatorPorts ports) throws IOException {
        return new Coordinator(Workspace.around(root), ports);
    }

    public Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    public static RoundPlan plan(String yaml) {
        return RoundPlan.parse(yaml.getBytes(StandardCharsets.UTF_8), "plan");
    }

    public void openRound() throws IOException {
        coordinator.openRound(plan(PLAN), Optional.empty());
    }

    /** Opens a round and reports its three commands. */
    public void handOver(String plan) throws IOException {
        coordinator.openRound(plan(plan), Optional.empty());
        reportAll();
    }

    public void reportAll() throws IOException {
        for (int command = 1; command <= 3; command++) {
            coordinator.reportCommand(CommandReport.done(command));
        }
    }

    /** As far as WAITING: gemini owes {@code pack} and {@code report}. */
    public void untilWaiting() throws IOException {
        handOver(PLAN);
        ingest(cursor(1, NEEDS));
    }

    /** As far as READY without any need. */
    public void untilReady() throws IOException {
        handOver(PLAN_WITHOUT_NEEDS);
        ingest(cursor(1, ""));
    }

    /** The two needs of {@link #PLAN} as a package says them. */
    public static final String NEEDS = """
            "need_from_gemini":[
              {"name":"pack","path":"templates/pack/","desc":"two templates at least","accept":{"min_files":2}},
              {"name":"report","path":"reports/diversity.json","desc":"the report","accept":{"required_keys":["ttr"]}}],
            """;

    /** Both artifacts, without digests. */
    public static final String BOTH = """
            {"name":"pack","path":"templates/pack/"},{"name":"report","path":"reports/diversity.json"}
            """;

    public static String cursor(int round, String needs) {
        return """
                {"from":"cursor","round":%d,%s"artifacts_produced":[],"risks_blockers":["none"],"notes":"n"}
                """.formatted(round, needs);
    }

    public static String gemini(int round, String artifacts) {
        return """
                {"from":"gemini","round":%d,"artifacts_produced":[%s],"risks_blockers":["none"],"notes":"n"}
                """.formatted(round, artifacts);
    }

    public IngestOutcome ingest(String text) throws IOException {
        return coordinator.ingest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts both needed artifacts where they are wanted. */
    public void deliver() throws IOException {
        write("templates/pack/a.txt", "a");
        write("templates/pack/b.txt", "b");
        write("reports/diversity.json", "{\"ttr\":0.5}");
    }

    public List<String> events() throws IOException {
        return coordinator.log().stream()
                .map(LedgerRecord::recorded)
                .map(recorded -> recorded.event().kind().word())
                .toList();
    }

    public static Sha256 digest(String text) {
        return Sha256.of(text);
    }
}
