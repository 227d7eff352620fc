package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.EngineProcess;
import dev.syncprotocol.coordinator.launch.LaunchFolder;
import dev.syncprotocol.coordinator.ledger.RoundLedger;
import dev.syncprotocol.coordinator.round.LaunchEnd;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.LaunchStarted;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Plays a whole round in a throw-away workspace, so that a class archive taken at the end of this process holds what a
 * start needs. Only the training is left out: its two records are written without an engine. Started by the launcher
 * script, never by people.
 */
final class WarmUp {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final List<String> QUESTIONS =
            List.of("status", "status --json", "needs", "explain", "round show --json", "log", "verify", "--help");
    private static final String ASKED = """
            {"from":"cursor","round":1,"need_from_gemini":[
              {"name":"report","path":"reports/report.json","desc":"a report","accept":{"required_keys":["ttr"]}},
              {"name":"pack","path":"templates/pack/","desc":"templates","accept":{"min_files":1}}],
             "artifacts_produced":[],"risks_blockers":["none"],"notes":""}
            """;
    private static final String DELIVERED = """
            {"from":"gemini","round":1,"artifacts_produced":[
              {"name":"report","path":"reports/report.json"},{"name":"pack","path":"templates/pack/"}],
             "risks_blockers":["none"],"notes":""}
            """;

    private static final String GREETING = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"warm-up","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"sync_status","arguments":{}}}
            """;

    private final Path workspace;

    private WarmUp(Path workspace) {
        this.workspace = workspace;
    }

    /** Plays the round; fails when the workspace could not even be made. */
    public static void main(String[] args) throws IOException {
        Path workspace = Files.createTempDirectory("sync-warm-up");
        try {
            new WarmUp(workspace).round();
        } finally {
            delete(workspace);
        }
    }

    private void round() throws IOException {
        play("init");
        play("round next");
        play("command done 1");
        play("command done 2");
        play("command done 3");
        play("ingest -", ASKED);
        QUESTIONS.forEach(this::play);
        deliver();
        play("validate - --json", DELIVERED);
        play("ingest - --json", DELIVERED);
        train();
        QUESTIONS.forEach(this::play);
        play("mcp", GREETING);
    }

    private void play(String command) {
        play(command, "");
    }

    private void play(String command, String input) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Surroundings surroundings = new Surroundings(
                workspace,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                CLOCK,
                false,
                new CountDownLatch(1));
        new FrontDoor(nowhere, nowhere).call(surroundings, command.split(" "));
    }

    private void deliver() throws IOException {
        Files.createDirectories(workspace.resolve("templates/pack"));
        Files.writeString(workspace.resolve("templates/pack/a.json"), "{}");
        Files.writeString(workspace.resolve("reports/report.json"), "{\"ttr\":0.5}");
    }

    private void train() throws IOException {
        Workspace played = Workspace.around(workspace);
        LaunchId launch = LaunchId.of(RoundNumber.FIRST, 1);
        LaunchFolder folder = LaunchFolder.of(played.launches(), launch);
        Files.createDirectories(folder.path());
        folder.started(EngineProcess.of(ProcessHandle.current(), List.of("none")));
        new RoundLedger(played.repository(), CLOCK, Duration.ofSeconds(1)).write(writer -> {
            writer.append(started(launch), List.of());
            return writer.append(finished(launch), List.of());
        });
    }

    private static LaunchStarted started(LaunchId launch) {
        Sha256 nothing = Sha256.of("");
        return new LaunchStarted(
                RoundNumber.FIRST,
                launch,
                LaunchScope.ROUND,
                new RepoPath("configs/none.yaml"),
                nothing,
                nothing,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static LaunchFinished finished(LaunchId launch) {
        return new LaunchFinished(
                RoundNumber.FIRST,
                launch,
                LaunchScope.ROUND,
                LaunchEnd.FINISHED,
                OptionalInt.of(0),
                1,
                1,
                OptionalDouble.of(1.5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            below.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
