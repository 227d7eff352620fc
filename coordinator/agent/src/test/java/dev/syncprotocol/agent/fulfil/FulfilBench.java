package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.exchange.ReplayModel;
import dev.syncprotocol.agent.exchange.Transcript;
import dev.syncprotocol.agent.loopback.Loopback;
import dev.syncprotocol.agent.model.Budget;
import dev.syncprotocol.agent.model.Interruption;
import dev.syncprotocol.agent.model.LiveModel;
import dev.syncprotocol.agent.model.Meter;
import dev.syncprotocol.agent.model.Model;
import dev.syncprotocol.agent.model.ModelKey;
import dev.syncprotocol.agent.model.RetryRule;
import dev.syncprotocol.coordinator.CommandReport;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.round.RoundPlan;
import dev.syncprotocol.coordinator.workspace.ProviderKind;
import dev.syncprotocol.coordinator.workspace.ProviderSettings;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.coordinator.workspace.WorkspaceInit;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A workspace in which gemini owes what seed 001 section 6 asks, and fulfilments in it against a provider of one's choice. */
final class FulfilBench {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    /** Of the shape of a real one, and of nobody. */
    static final String KEY = "AIzaSyA-loopback-key-of-nobody-0123456789".substring(0, 39);

    /** The needs of seed 001 section 6, word for word. */
    static final String SEED_NEEDS = """
            {"name":"template_pack_v2","path":"templates/pack_v2/","desc":"≥6模板/任务，角色≥4，语体≥3"},
            {"name":"diversity_report","path":"reports/diversity_report.json","desc":"TTR, distinct-1/2, 3-gram KL, Zipf"},
            {"name":"difficulty_balanced_seed","path":"data/rc1_seed.balanced.jsonl","desc":"按 Easy/Med/Hard 配比"}
            """;

    private static final String PLAN = """
            title: A small round
            commands:
              - {id: 1, title: one, instruction: do it}
              - {id: 2, title: two, instruction: do it}
              - {id: 3, title: three, instruction: do it}
            """;

    final Interruption interruption = new Interruption();
    private final Path root;
    private Budget budget = Budget.STANDARD;
    private RetryRule retries = new RetryRule(2, Duration.ofMillis(1), Duration.ofMillis(5));
    private FulfilListener listener = FulfilListener.NOBODY;
    private Duration timeout = Duration.ofSeconds(20);

    FulfilBench(Path folder) throws IOException {
        this(folder, SEED_NEEDS, "MPS/CPU 小步回路稳定；等待云端数据对接.");
    }

    FulfilBench(Path folder, String needs, String notes) throws IOException {
        this.root =
                WorkspaceInit.run(folder, WorkspaceConfig.STANDARD).workspace().root();
        Coordinator coordinator = coordinator();
        coordinator.openRound(RoundPlan.parse(PLAN.getBytes(StandardCharsets.UTF_8), "plan"), Optional.empty());
        for (int command = 1; command <= 3; command++) {
            coordinator.reportCommand(CommandReport.done(command));
        }
        write("src/core/api.py", "class Engine: ...\n");
        ingest("""
                {"from":"cursor","round":1,"need_from_gemini":[%s],
                 "artifacts_produced":[{"name":"trainer_api_skeleton","path":"src/core/api.py"}],
                 "risks_blockers":["none"],"notes":"%s"}
                """.formatted(needs, notes));
    }

    Path root() {
        return root;
    }

    Coordinator coordinator() throws IOException {
        return new Coordinator(Workspace.around(root), CoordinatorPorts.NONE.with(CLOCK));
    }

    void ingest(String text) throws IOException {
        coordinator().ingest(text.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    FulfilBench with(Budget other) {
        budget = other;
        return this;
    }

    FulfilBench with(FulfilListener other) {
        listener = other;
        return this;
    }

    FulfilBench with(RetryRule other) {
        retries = other;
        return this;
    }

    FulfilBench with(Duration other) {
        timeout = other;
        return this;
    }

    FulfilReport fulfil(Loopback server, ProviderKind kind) throws IOException {
        return fulfil(server, kind, Optional.empty());
    }

    FulfilReport fulfil(Loopback server, ProviderKind kind, Optional<String> need) throws IOException {
        ProviderSettings settings = settings(server, kind);
        ModelKey key = ModelKey.of(settings, Map.of("GEMINI_API_KEY", KEY, "OPENAI_API_KEY", KEY), root);
        return fulfil(new LiveModel(settings, key, interruption), settings, key, need);
    }

    FulfilReport replay(ProviderSettings settings) throws IOException {
        return fulfil(
                ReplayModel.read("gemini", root, settings.recording().orElseThrow()),
                settings,
                ModelKey.NONE,
                Optional.empty());
    }

    private FulfilReport fulfil(Model model, ProviderSettings settings, ModelKey key, Optional<String> need)
            throws IOException {
        Caller.Limits limits = new Caller.Limits(
                new Meter(budget, settings.price()), CLOCK.instant().plusSeconds(60), retries);
        Caller caller = new Caller(model, settings, limits, Transcript.open(root, key, CLOCK), interruption, CLOCK);
        return new Fulfilment(coordinator(), caller, interruption, CLOCK, listener)
                .run(new FulfilOrder(Party.GEMINI, need, 2));
    }

    ProviderSettings settings(Loopback server, ProviderKind kind) {
        return new ProviderSettings(
                "gemini",
                kind,
                kind == ProviderKind.GEMINI ? "gemini-2.5-flash" : "open-model",
                Optional.of(server.baseUrl()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                timeout,
                2,
                4096,
                Optional.empty());
    }

    /** Every file of the workspace but the transcripts and git's own, with its digest; the ledger by its records. */
    Map<String, String> picture() throws IOException {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.toList()) {
                String name = root.relativize(path).toString();
                if (!name.startsWith(".git/") && !name.equals("reports/agent") && !name.startsWith("reports/agent/")) {
                    boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
                    picture.put(name, file ? Sha256.ofFile(path).hex() : "folder");
                }
            }
        }
        picture.put("ledger", events().toString());
        return picture;
    }

    List<String> events() throws IOException {
        return coordinator().log().stream()
                .map(record -> record.recorded().event().kind().word()
                        + record.recorded()
                                .event()
                                .party()
                                .map(party -> " " + party)
                                .orElse(""))
                .toList();
    }

    /** The transcripts, oldest first. */
    List<Path> transcripts() throws IOException {
        Path reports = root.resolve("reports/agent");
        if (!Files.isDirectory(reports)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(reports)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
