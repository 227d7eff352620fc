package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.page.PreflightPage;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.gates.rc1.Rc1Preflight;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AuditLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a preflight as a command plays them: one at a time in a workspace, told gate by gate, with the page.
 *
 * @param in the call
 * @param options its options
 * @param stepFlags flags of its steps, as they were typed
 * @param command its name
 * @param thenTrain the config that is trained once the ticket is made (step 12)
 */
record PreflightRounds(
        Invocation in, RoundOptions options, List<String> stepFlags, String command, Optional<String> thenTrain) {
    PreflightRounds(Invocation in, RoundOptions options, List<String> stepFlags, String command) {
        this(in, options, stepFlags, command, Optional.empty());
    }

    /** Plays rounds; {@code maxAgeHours} is the ticket's limit. */
    Answer play(List<Integer> rounds, double maxAgeHours) throws IOException {
        thenTrain.ifPresent(this::foretell);
        try (OpsLog log = OpsLog.begin(in)) {
            return new PreflightRounds(log.heard(in), options, stepFlags, command, thenTrain)
                    .logged(log, rounds, maxAgeHours);
        }
    }

    /** The end is in the log before a fail pack takes the log along. */
    private Answer logged(OpsLog log, List<Integer> rounds, double maxAgeHours) throws IOException {
        return PreflightCall.of(in, command).guarded(door -> {
            try {
                Answer made = locked(door, rounds, maxAgeHours);
                Answer answer = thenTrain.isPresent() ? trained(made, thenTrain.get()) : made;
                log.say(answer.words());
                return answer;
            } catch (SyncException refused) {
                log.say(new Failure(refused).words(in.progress().style()));
                throw refused;
            }
        });
    }

    /** Rounds take long: a config that cannot be trained is told before them, and refused after them. */
    private void foretell(String config) {
        try {
            LaunchPlan plan = LaunchPlan.read(StoreDoor.root(in), in.folder(), config);
            plan.requireBase(in.environment());
            if (Wiring.workspaceAround(in).isPresent()
                    && Wiring.coordinator(in).currentRound().isEmpty()) {
                in.progress()
                        .say("the training will be refused after the preflight: no round is open; sync round next");
            }
        } catch (IOException | SyncException refused) {
            in.progress().say("the training will be refused after the preflight: " + refused.getMessage());
        }
    }

    /** Step 12, through the gate like any other training. */
    private Answer trained(Answer made, String config) throws IOException {
        in.progress().say(made.words());
        Answer launch = new TrainCall(config, Optional.empty(), Wishes.NONE, Optional.empty()).answer(in);
        ObjectNode data = made.data().deepCopy();
        data.set("launch", launch.data().path("launch"));
        if (launch.data().has("seeds_summary")) {
            data.set("seeds_summary", launch.data().get("seeds_summary"));
        }
        return new Answer(made.schema(), data, launch.words(), launch.next());
    }

    private Answer locked(PreflightDoor door, List<Integer> rounds, double maxAgeHours) throws IOException {
        Path file = door.workspace().resolve(".sync/preflight.lock");
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw busy(null);
            }
            return played(door, rounds, maxAgeHours);
        } catch (OverlappingFileLockException e) {
            throw busy(e);
        }
    }

    private static SyncException busy(@Nullable Throwable cause) {
        return new SyncException(
                ErrorCode.LOCKED, "another preflight is at work in this workspace", cause, null, List.of(), List.of());
    }

    private Answer played(PreflightDoor door, List<Integer> rounds, double maxAgeHours) throws IOException {
        options.take(stepFlags);
        List<GateResult> results = new ArrayList<>();
        String report = "";
        try {
            for (int number : rounds) {
                Rc1Preflight preflight = new Rc1Preflight(
                        door.context(),
                        door.scorers(),
                        options.orders(in, door.workspace(), number == 2),
                        gate -> in.progress()
                                .say(PreflightCall.line(gate, in.progress().style())));
                Rc1Preflight.Round round = number == 1 ? preflight.round1() : preflight.round2(maxAgeHours);
                results.addAll(round.results());
                report = round.report();
                in.progress().say("PRE-R" + number + "-REPORT: " + report);
                PreflightCall.passed(round.results());
            }
        } finally {
            PreflightPage.write(door.workspace(), results);
        }
        audit(report);
        return answer(results, report);
    }

    /** The ticket's digest in the audit file (preflight.md section 8.2). */
    private void audit(String report) throws IOException {
        if (report.equals(Rc1Paths.TICKET)) {
            Path root = StoreDoor.root(in);
            JsonNode ticket = SyncJson.read(Files.readString(root.resolve(report)));
            AuditLog.of(root, in.clock())
                    .append(
                            "ticket",
                            SyncJson.object()
                                    .put(
                                            "ticket_sha256",
                                            ticket.path("ticket_sha256").asText())
                                    .put("mode", ticket.path("mode").asText())
                                    .put(
                                            "evidence_class",
                                            ticket.path("evidence_class").asText()));
        }
    }

    private Answer answer(List<GateResult> results, String report) {
        ObjectNode data = SyncJson.object()
                .put("command", command)
                .put("pass", true)
                .put("report", report)
                .put("page", PreflightPage.PATH);
        Words words = new Words();
        for (GateResult result : results) {
            data.withArray("gates").add(result.tree());
            PreflightCall.remarks(result, words, in.style());
        }
        words.line(PreflightPage.PATH);
        return new Answer("sync.preflight-round/1", data, words.text(), next());
    }

    private List<String> next() {
        return command.equals("round1") ? List.of("sync preflight round2") : List.of("sync preflight ticket");
    }
}
