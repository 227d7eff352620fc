package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.readiness.PreflightGates;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import dev.syncprotocol.runs.AuditLog;
import dev.syncprotocol.training.seeds.SeedsSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole preflight against a scorer on this machine, in one workspace: ticket, what breaks it, what never leaks. */
class PreflightRunTest {
    private static final String KEY = "test-key-never-to-be-seen-4711";
    private static final String TRAINED = "configs/train_min.yaml";
    private static final List<String> SMALL = List.of(
            "--min_free_gb",
            "0",
            "--shadow-run.n",
            "30",
            "--build-pool.n",
            "1200",
            "--build-pool.mix",
            "hotpotqa:0.4,strategyqa:0.3,gsm8k:0.3",
            "--validate-pool.min-distinct2=0.30",
            "--difficulty-metrics.calibration",
            "configs/calibration.json",
            "--validate-difficulty.calibration",
            "configs/calibration.json",
            "--bucketize.min_per_task",
            "50");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private String out = "";
    private String err = "";

    private int sync(String... words) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        FrontDoor door = new FrontDoor(
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(stderr, true, StandardCharsets.UTF_8));
        int exit = door.call(surroundings(), words);
        out = stdout.toString(StandardCharsets.UTF_8);
        err = stderr.toString(StandardCharsets.UTF_8);
        return exit;
    }

    private int preflight(String command, String... more) {
        List<String> words = new ArrayList<>(List.of("preflight", command));
        words.addAll(SMALL);
        words.addAll(List.of(more));
        return sync(words.toArray(String[]::new));
    }

    private void git(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
    }

    private void workspace(LoopbackScorerServer server) throws IOException {
        environment.putAll(Map.of(
                "RUN_MODE",
                "test",
                "SCORER_PROVIDER",
                "openai",
                "SCORER_BASE_URL",
                server.endpoint(),
                "SCORER_API_KEY",
                KEY));
        git("init", "-q");
        assertThat(sync("init")).as(err).isZero();
        assertThat(sync("round", "next")).as(err).isZero();
        assertThat(sync("train", "scaffold")).as(err).isZero();
        Path trained = folder.resolve(TRAINED);
        Files.writeString(
                trained,
                Files.readString(trained).replace("max_steps: 20", "max_steps: 1")
                        + "  preflight: reports/preflight/round2_pass.json\n");
        assertThat(sync("preflight", "scaffold")).isZero();
        assertThat(sync("preflight", "make-sources", "--train", "700", "--eval", "40"))
                .isZero();
        assertThat(sync("preflight", "build-pool", "--n", "1200", "--mix", "hotpotqa:0.4,strategyqa:0.3,gsm8k:0.3"))
                .isZero();
        assertThat(sync("preflight", "difficulty-metrics", "--calibrate", "configs/calibration.json"))
                .isZero();
        Files.writeString(folder.resolve(".gitignore"), "*\n!.gitignore\n");
        git("add", ".gitignore");
        git("commit", "-q", "-m", "start");
    }

    @Test
    void makesATicketThatEveryChangeBreaks() throws IOException {
        try (LoopbackScorerServer server = new LoopbackScorerServer()) {
            workspace(server);
            assertThat(preflight("round2")).as("round 2 before round 1").isEqualTo(2);
            assertThat(err).contains("run round1 first");
            assertThat(preflight("run", "--then-train", "--train-config", TRAINED, "--json"))
                    .as(out + err)
                    .isZero();
            JsonNode answer = CheckedAnswer.of(out, "preflight run");
            assertThat(answer.at("/data/launch/state").asText()).isEqualTo("finished");
            auditNamesTheTicket();
            everythingSaidIsInTheLog();
            assertThat(valid(SchemaId.PREFLIGHT_PASS_V1, bytes("reports/preflight/round2_pass.json")))
                    .isEmpty();
            assertThat(valid(SchemaId.PREFLIGHT_ROUND1_V1, bytes("reports/preflight/round1.json")))
                    .isEmpty();
            assertThat(valid(SchemaId.GATE_REPORT_V1, bytes("reports/preflight/probe_scorer.json")))
                    .isEmpty();
            assertThat(valid(SchemaId.GATE_REPORT_V1, bytes("reports/rc1/difficulty_report.json")))
                    .isEmpty();
            assertThat(valid(SchemaId.DIVERSITY_REPORT_V1, bytes("reports/diversity_report.json")))
                    .isEmpty();
            poolRecordsAreValid();
            ticketHoldsUntilAByteChanges();
            launchGateAsksForTheVeryInputs();
            ticketOfTestModeIsRefusedInProd();
            ticketIsBoundToTheCommit();
            ticketIsBoundToItself();
            staleTicketIsWithdrawnByAFailingRun();
            keyIsInNoFileAndNoArchive();
            pageNeedsNoNetwork();
        }
    }

    /** The ticket, its check by the trainer, and every begin with its end (preflight.md section 8.2, training.md D6). */
    private void auditNamesTheTicket() throws IOException {
        AuditLog audit = AuditLog.of(folder, Clock.systemUTC());
        audit.verify();
        String ticket = report(Rc1Paths.TICKET).path("ticket_sha256").asText();
        assertThat(audit.entries())
                .filteredOn(line -> line.path("ticket_sha256").asText().equals(ticket))
                .extracting(line -> line.path("event").asText())
                .containsExactly("ticket", "ticket_check");
        assertThat(audit.entries())
                .filteredOn(line -> line.path("command").asText().equals("round2"))
                .extracting(line -> line.path("outcome").asText())
                .containsExactly("", "failed");
    }

    /** S2-1.0f and the words of the seed's script. */
    private void everythingSaidIsInTheLog() throws IOException {
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            List<Path> own = logs.filter(file -> file.getFileName().toString().startsWith("ops_"))
                    .sorted()
                    .toList();
            assertThat(own).as("one a call").hasSize(2);
            assertThat(Files.readString(own.get(0))).contains("FAIL  round1", "run round1 first");
            assertThat(Files.readString(own.get(1)))
                    .contains("pass  disk  DISK_OK ", "WEIGHTS_OK ")
                    .contains("PRE-R1-REPORT: reports/preflight/round1.json")
                    .contains("PRE-R2-REPORT: reports/preflight/round2_pass.json")
                    .contains("finished")
                    .doesNotContain("\u001b");
        }
    }

    private void poolRecordsAreValid() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("data/rollouts/rc1_seed.balanced.jsonl"))) {
            assertThat(lines.limit(50))
                    .isNotEmpty()
                    .allSatisfy(
                            line -> assertThat(valid(SchemaId.POOL_RECORD_V1, line.getBytes(StandardCharsets.UTF_8)))
                                    .isEmpty());
        }
    }

    /** One byte more in each bound file, one at a time: exit 2 names it (preflight.md section 8.3). */
    private void ticketHoldsUntilAByteChanges() throws IOException {
        assertThat(sync("preflight", "ticket", "--json")).as(err).isZero();
        CheckedAnswer.of(out, "preflight ticket");
        JsonNode ticket = SyncJson.read(Files.readString(folder.resolve("reports/preflight/round2_pass.json")));
        List<String> bound = new ArrayList<>(List.of("reports/preflight/round1.json"));
        ticket.get("inputs").fieldNames().forEachRemaining(bound::add);
        ticket.get("scorer_evidence").fieldNames().forEachRemaining(bound::add);
        bound.removeIf(path -> !Files.isRegularFile(folder.resolve(path)));
        bound.add("templates/pack_v2/gsm8k.json");
        assertThat(bound).hasSizeGreaterThan(12);
        for (String path : bound) {
            byte[] before = bytes(path);
            Files.writeString(folder.resolve(path), "\n", StandardOpenOption.APPEND);
            assertThat(sync("preflight", "ticket")).as(path).isEqualTo(2);
            assertThat(err).as(path).contains(path.startsWith("templates") ? "templates/pack_v2" : path);
            Files.write(folder.resolve(path), before);
        }
        assertThat(sync("preflight", "ticket")).isZero();
    }

    /** What the coordinator's launch gate is told: the ticket recomputed, and made for this config. */
    private void launchGateAsksForTheVeryInputs() throws IOException {
        assertThat(launchGate("configs/ppo_scale.yaml")).isEmpty();
        assertThat(launchGate("configs/another.yaml")).contains("the ticket was not made for configs/another.yaml");
        Path pool = folder.resolve("data/rollouts/rc1_seed.balanced.jsonl");
        byte[] before = Files.readAllBytes(pool);
        Files.writeString(pool, "{}\n");
        assertThat(launchGate("configs/ppo_scale.yaml"))
                .contains("data/rollouts/rc1_seed.balanced.jsonl changed since the preflight");
        Files.write(pool, before);
        Path round1 = folder.resolve("reports/preflight/round1.json");
        byte[] first = Files.readAllBytes(round1);
        Files.delete(round1);
        assertThat(launchGate("configs/ppo_scale.yaml"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("round1.json is missing"));
        Files.write(round1, first);
    }

    /** Why the gate stays closed; empty when it opens. */
    private Optional<String> launchGate(String config) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Invocation in = surroundings().invocation(new GlobalOptions(), nowhere, nowhere);
        PreflightGates.Verdict verdict = new TicketGates(in)
                .ticket(folder, new RepoPath("reports/preflight/round2_pass.json"), new RepoPath(config));
        return verdict.passed() ? Optional.empty() : Optional.of(verdict.reason());
    }

    private Surroundings surroundings() {
        return new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                environment,
                Clock.systemUTC(),
                false,
                new CountDownLatch(1));
    }

    private void ticketOfTestModeIsRefusedInProd() {
        environment.remove("RUN_MODE");
        assertThat(sync("preflight", "ticket")).isEqualTo(2);
        assertThat(err).contains("made in mode test, not prod");
        environment.put("RUN_MODE", "test");
    }

    private void ticketIsBoundToTheCommit() throws IOException {
        git("commit", "-q", "--allow-empty", "-m", "later");
        assertThat(sync("preflight", "ticket")).isEqualTo(2);
        assertThat(err).contains("made on commit");
        git("reset", "-q", "--soft", "HEAD~1");
        assertThat(sync("preflight", "ticket")).isZero();
    }

    private void ticketIsBoundToItself() throws IOException {
        Path file = folder.resolve("reports/preflight/round2_pass.json");
        String before = Files.readString(file);
        ObjectNode forged = (ObjectNode) SyncJson.read(before);
        forged.put("mode", "prod");
        Files.writeString(file, SyncJson.pretty(forged));
        environment.remove("RUN_MODE");
        assertThat(sync("preflight", "ticket")).isEqualTo(2);
        assertThat(err).contains("changed after it was made");
        environment.put("RUN_MODE", "test");
        Files.writeString(file, before);
    }

    private void staleTicketIsWithdrawnByAFailingRun() throws IOException {
        assertThat(preflight("round2", "--assert-not-simulated.cache_hit_lt", "0"))
                .isEqualTo(2);
        assertThat(folder.resolve("reports/preflight/round2_pass.json")).doesNotExist();
        try (Stream<Path> files = Files.list(folder.resolve("reports/preflight"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("round2_pass.superseded_"));
        }
        assertThat(sync("preflight", "ticket")).isEqualTo(2);
    }

    private void keyIsInNoFileAndNoArchive() throws IOException {
        int archives = 0;
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            boolean archive = file.toString().endsWith(".tgz");
            archives += archive ? 1 : 0;
            try (InputStream in =
                    archive ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(KEY);
            }
        }
        assertThat(archives).as("fail packs").isGreaterThanOrEqualTo(2);
        assertThat(out + err).doesNotContain(KEY);
    }

    private void pageNeedsNoNetwork() throws IOException {
        assertThat(Files.readString(folder.resolve("reports/preflight/preflight.html")))
                .contains("<h1>Preflight")
                .doesNotContain("http:", "https:", "<script", "src=");
    }

    /** The seed's one-key flow: the RC1 config itself is trained, with the preflight's scorer as its reward. */
    @Test
    void trainsTheRc1ConfigByTheScorerOfItsPreflight() throws IOException {
        try (LoopbackScorerServer server = new LoopbackScorerServer()) {
            workspace(server);
            Path config = folder.resolve(Rc1Paths.CONFIG);
            Files.writeString(
                    config,
                    Files.readString(config)
                                    .replace("Qwen/Qwen3-4B-Thinking-2507", "tiny-qwen3")
                                    .replace("steps: 50000", "steps: 2")
                                    .replace(", 20250822]", "]")
                                    .replace("method: qlora", "method: lora")
                            + """
                            model: {init: random, trust_remote_code: false}
                            data: {max_length: 96}
                            run: {save_steps: 1, threads: 1}
                            strategy: {response_length: 6}
                            callbacks: [logging, checkpoint]
                            gate: {needs: []}
                            """);
            environment.put("BASE_MODEL", "tiny-qwen3");
            assertThat(sync("train", "run", "--config", Rc1Paths.CONFIG))
                    .as("before any preflight")
                    .isEqualTo(2);
            assertThat(err).contains("rc1_seed.balanced.jsonl, and there is no such file", "next: sync preflight run");
            assertThat(preflight("run", "--then-train", "--json")).as(out + err).isZero();
            JsonNode answer = CheckedAnswer.of(out, "preflight run");
            assertThat(answer.at("/data/launch/state").asText()).isEqualTo("finished");
            assertThat(answer.at("/data/launch/step").asInt()).isEqualTo(2);
            stepsAreScoredByTheScorer();
            effectiveConfigNamesItsSources();
            everySeedIsTrained();
            ticketRefusesAChangedInput();
            productionTakesNoChangedRule();
        }
    }

    /** One run a seed, one after another, and what they came to (preflight.md section 11.2, training.md T16 and D13). */
    private void everySeedIsTrained() throws IOException {
        for (String seed : List.of("seed_20250820", "seed_20250821")) {
            assertThat(folder.resolve("checkpoints/rc1/" + seed + "/step_00002/MANIFEST.json"))
                    .isRegularFile();
        }
        assertThat(folder.resolve("checkpoints/rc1/latest").toRealPath())
                .isEqualTo(folder.toRealPath().resolve("checkpoints/rc1/seed_20250821/step_00002"));
        assertThat(valid(SchemaId.SEEDS_SUMMARY_V1, bytes(SeedsSummary.PATH))).isEmpty();
        assertThat(report(SeedsSummary.PATH).path("complete").asBoolean()).isTrue();
        assertThat(report(SeedsSummary.PATH).path("seeds")).hasSize(2);
        assertThat(sync("train", "run", "--config", Rc1Paths.CONFIG))
                .as("all seeds are done: nothing is trained again")
                .isZero();
        assertThat(out).contains(SeedsSummary.PATH);
    }

    private void stepsAreScoredByTheScorer() throws IOException {
        List<JsonNode> rows = Files.readAllLines(folder.resolve("reports/metrics.jsonl")).stream()
                .map(SyncJson::read)
                .toList();
        assertThat(rows).hasSize(2).allSatisfy(row -> {
            assertThat(row.path("rewards/scorer/mean").asDouble()).isBetween(0.1, 1.0);
            assertThat(row.path("rewards/overclar_penalty/mean").isNumber()).isTrue();
            assertThat(row.path("sampling/easy").asDouble()
                            + row.path("sampling/medium").asDouble()
                            + row.path("sampling/hard").asDouble())
                    .as("priority_sampling draws the prompts")
                    .isEqualTo(1);
        });
        List<JsonNode> calls = Files.readAllLines(folder.resolve("logs/scorer_calls.jsonl")).stream()
                .map(SyncJson::read)
                .filter(call -> call.path("run_id").asText().startsWith("train-"))
                .toList();
        assertThat(calls)
                .as("two seeds of two steps of two answers")
                .hasSize(8)
                .allSatisfy(
                        call -> assertThat(call.path("endpoint_class").asText()).isIn("loopback", "replay"));
    }

    private void effectiveConfigNamesItsSources() throws IOException {
        JsonNode effective = LocatedDocument.read(bytes("reports/config_effective.yaml"), DocumentFormat.YAML)
                .root();
        assertThat(effective.at("/run/max_steps").asInt()).isEqualTo(2);
        assertThat(effective.at("/effective/sources").path("run.max_steps").asText())
                .isEqualTo("steps");
        assertThat(effective.at("/effective/sources").path("data.train_path").asText())
                .isEqualTo("seed_pool");
        assertThat(effective.at("/strategy/reward/0/name").asText()).isEqualTo("scorer");
    }

    private void ticketRefusesAChangedInput() throws IOException {
        byte[] before = bytes(Rc1Paths.WEIGHTS);
        Files.writeString(folder.resolve(Rc1Paths.WEIGHTS), "\n", StandardOpenOption.APPEND);
        assertThat(sync("train", "run", "--config", Rc1Paths.CONFIG, "--seed", "20250821"))
                .as("this seed is trained, but not under these weights")
                .isEqualTo(2);
        assertThat(err).contains(Rc1Paths.WEIGHTS + " changed since the preflight");
        Files.write(folder.resolve(Rc1Paths.WEIGHTS), before);
        byte[] ticket = bytes(Rc1Paths.TICKET);
        Files.delete(folder.resolve(Rc1Paths.TICKET));
        assertThat(sync("train", "run", "--config", Rc1Paths.CONFIG, "--seed", "20250821"))
                .isEqualTo(2);
        assertThat(err).contains("preflight not passed");
        Files.write(folder.resolve(Rc1Paths.TICKET), ticket);
        assertThat(sync("train", "run", "--config", Rc1Paths.CONFIG, "--seed", "7"))
                .isEqualTo(2);
        assertThat(err).contains("run.seed is one of the seeds");
    }

    private void productionTakesNoChangedRule() {
        environment.remove("RUN_MODE");
        assertThat(sync("train", "run", "--config", Rc1Paths.CONFIG)).isEqualTo(2);
        assertThat(err).contains("under 50000: refused in prod");
    }

    @Test
    void opensNothingInProdForALoopbackScorer() throws IOException {
        try (LoopbackScorerServer server = new LoopbackScorerServer()) {
            workspace(server);
            environment.remove("RUN_MODE");
            assertThat(sync("preflight", "probe-scorer", "--live", "--json")).isEqualTo(2);
            assertThat(SyncJson.read(out).at("/error/gates/0/failures/0/check").textValue())
                    .isEqualTo("evidence");
            assertThat(report("reports/preflight/probe_scorer.json")
                            .at("/values/evidence_class")
                            .textValue())
                    .isEqualTo("loopback");
            assertThat(report("reports/preflight/probe_scorer.json")
                            .at("/values/calls")
                            .intValue())
                    .isEqualTo(8);
        }
    }

    @Test
    void writesReportAndFailPackWithoutAKey() throws IOException {
        assertThat(sync("preflight", "scaffold")).isZero();
        assertThat(sync("preflight", "probe-scorer", "--live")).isEqualTo(2);
        assertThat(err).contains("SCORER_API_KEY is not set", "fail pack: reports/rc1/FAIL_");
        assertThat(report("reports/preflight/probe_scorer.json").path("pass").booleanValue())
                .isFalse();
        assertThat(sync("preflight", "probe-scorer", "--live", "--provider", "nobody"))
                .isEqualTo(2);
        assertThat(err).contains("unknown scorer provider");
        assertThat(sync("preflight", "probe-scorer")).as("without --live").isEqualTo(2);
        environment.put("RUN_MODE", "pretend");
        assertThat(sync("preflight", "check-weights")).isEqualTo(2);
    }

    /** The seed only warned about another pool; we do in test mode, when asked (training.md T13). */
    @Test
    void warnsAboutAnotherPoolWhenAskedInTestModeOnly() throws IOException {
        assertThat(sync("preflight", "scaffold")).isZero();
        Path config = folder.resolve(Rc1Paths.CONFIG);
        Files.writeString(config, Files.readString(config).replace(Rc1Paths.BALANCED, "data/rollouts/other.jsonl"));
        assertThat(sync("preflight", "check-weights")).isEqualTo(2);
        assertThat(err).contains("seed_pool: must be " + Rc1Paths.BALANCED);
        assertThat(sync("preflight", "check-weights", "--advise")).isEqualTo(2);
        assertThat(err).contains("--advise is taken in test mode only");
        environment.put("RUN_MODE", "test");
        assertThat(sync("preflight", "check-weights")).isEqualTo(2);
        assertThat(sync("preflight", "check-weights", "--advise")).as(err).isZero();
        assertThat(out).contains("warning: seed_pool is data/rollouts/other.jsonl");
        assertThat(sync("preflight", "run", "--train-config", TRAINED)).isEqualTo(2);
        assertThat(err).contains("--train-config goes with --then-train");
    }

    private JsonNode report(String path) throws IOException {
        return SyncJson.read(Files.readString(folder.resolve(path)));
    }

    private byte[] bytes(String path) throws IOException {
        return Files.readAllBytes(folder.resolve(path));
    }

    private static List<?> valid(SchemaId id, byte[] document) {
        return SchemaValidator.violations(id, LocatedDocument.read(document, DocumentFormat.JSON));
    }
}
