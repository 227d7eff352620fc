package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.GateResult;
import dev.syncprotocol.gates.page.PreflightPage;
import dev.syncprotocol.gates.rc1.Rc1Preflight;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a preflight as a command plays them: one at a time in a workspace, told gate by gate, with the page.
 *
 * @param in the call
 * @param options its options
 * @param stepFlags flags of its steps, as they were typed
 * @param command its name
 */
record PreflightRounds(Invocation in, RoundOptions options, List<String> stepFlags, String command) {
    /** Plays rounds; {@code maxAgeHours} is the ticket's limit. */
    Answer play(List<Integer> rounds, double maxAgeHours) throws IOException {
        return PreflightCall.of(in, command).guarded(door -> locked(door, rounds, maxAgeHours));
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
                PreflightCall.passed(round.results());
            }
        } finally {
            PreflightPage.write(door.workspace(), results);
        }
        return answer(results, report);
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
            words.line(PreflightCall.line(result, in.style()));
        }
        words.line(report).line(PreflightPage.PATH);
        return new Answer("sync.preflight-round/1", data, words.text(), next());
    }

    private List<String> next() {
        return command.equals("round1") ? List.of("sync preflight round2") : List.of("sync preflight ticket");
    }
}
