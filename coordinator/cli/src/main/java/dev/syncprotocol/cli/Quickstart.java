package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync quickstart}: one whole round with real training in a new workspace, every step shown. */
@Command(
        name = "quickstart",
        description = {
            "Play one whole round with real training in a new workspace.",
            "About a minute; every step is a command you can type yourself."
        },
        footer = {"", "Example:", "  sync quickstart my-first-round", "  sync quickstart my-data --data rows.jsonl"})
final class Quickstart implements Verb {
    private static final String DEFAULT_FOLDER = "sync-quickstart";
    private static final String CONFIG = "configs/train_local.yaml";
    private static final String LOCAL_PACKAGE = "packages/round-01-cursor.json";

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "a new or empty folder (default: sync-quickstart)")
    @Nullable
    private Path folder;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "your rows as the delivery: input/output or question/answer, one JSON a line")
    @Nullable
    private Path data;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path workspace = newFolder(in);
        ExampleDelivery delivery =
                new ExampleDelivery(workspace, Optional.ofNullable(data).map(in.folder()::resolve), in.clock());
        delivery.requireReadable();
        QuickstartSession session = new QuickstartSession(in, workspace);
        playRound(session);
        showClosedGate(session);
        deliver(session, delivery);
        train(session);
        return answer(session, workspace, in.style());
    }

    private static void playRound(QuickstartSession session) throws IOException {
        session.heading("A workspace: a git repository that Sync keeps its ledger in");
        session.expect(ExitCode.DONE, "init");
        session.heading("Round 1: three commands, carried out by this program's own trainer");
        session.expect(ExitCode.DONE, "round", "next", "--expect", "1");
        session.expect(ExitCode.DONE, "round", "run");
        session.heading("The local party hands over: what it made, what it needs");
        Files.createDirectories(session.workspace().resolve("packages"));
        session.expect(ExitCode.DONE, "package", "draft", "--out", LOCAL_PACKAGE);
        session.expect(ExitCode.DONE, "ingest", LOCAL_PACKAGE);
    }

    private static void showClosedGate(QuickstartSession session) {
        session.heading("The gate is closed: nobody can start this training yet");
        session.expect(ExitCode.WAITING, "launch", "--config", CONFIG);
    }

    private static void deliver(QuickstartSession session, ExampleDelivery delivery) throws IOException {
        session.heading("The other side delivers");
        session.say(delivery.write());
        session.expect(ExitCode.DONE, "ingest", ExampleDelivery.PACKAGE);
    }

    private static void train(QuickstartSession session) {
        session.heading("The gate is open: the engine trains on the delivered data");
        session.expect(ExitCode.DONE, "explain", "--config", CONFIG);
        session.expect(ExitCode.DONE, "launch", "--config", CONFIG);
        session.heading("What is left: state, history, proof");
        session.expect(ExitCode.DONE, "status");
        session.expect(ExitCode.DONE, "log");
        session.expect(ExitCode.DONE, "verify");
    }

    private static Answer answer(QuickstartSession session, Path workspace, Style style) throws IOException {
        LossCurve curve = LossCurve.read(workspace.resolve("reports/metrics.jsonl"));
        ObjectNode data = SyncJson.object();
        data.put("workspace", workspace.toString());
        data.set("steps", session.steps());
        data.put("first_loss", curve.first());
        data.put("last_loss", curve.last());
        data.put("training_steps", curve.steps());
        List<String> next = List.of("cd " + workspace, "git log sync/ledger", "sync status", "sync round show");
        Words words = new Words().blank();
        words.line(style.good("✔") + " " + style.bold("one whole round: played, gated, trained for real"));
        words.line("  loss " + curve.firstShown() + " → " + curve.lastShown() + " in " + curve.steps() + " steps  "
                + style.dim(curve.sparkline()));
        words.line("  workspace " + workspace);
        return new Answer("sync.quickstart/1", data, words.text(), next);
    }

    private Path newFolder(Invocation in) throws IOException {
        Path chosen = folder == null
                ? firstFree(in.folder())
                : in.folder().resolve(folder).normalize();
        if (Files.exists(chosen) && !isEmptyFolder(chosen)) {
            throw new SyncException(
                            ErrorCode.USAGE, chosen + " is not empty; the quickstart never writes over anything")
                    .withNext("sync quickstart OTHER_FOLDER", "sync status -w " + chosen);
        }
        return Files.createDirectories(chosen).toRealPath();
    }

    private static Path firstFree(Path parent) {
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> parent.resolve(n == 1 ? DEFAULT_FOLDER : DEFAULT_FOLDER + "-" + n))
                .filter(path -> !Files.exists(path))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }
}
