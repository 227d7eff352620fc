package dev.syncprotocol.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoundTransitionsTest {
    @Test
    void saysOfEveryCellWhereItLeadsOrWhyNot() {
        int cells = 0;
        for (RoundState state : RoundState.values()) {
            for (Trigger trigger : Trigger.values()) {
                RoundTransitions.Cell cell = RoundTransitions.cell(state, trigger);
                assertThat(cell).as("%s × %s", state, trigger).isNotNull();
                assertThat(cell.from()).isEqualTo(state);
                assertThat(cell.trigger()).isEqualTo(trigger);
                assertThat(cell.to().isPresent()).isNotEqualTo(cell.code().isPresent());
                assertThat(cell.reason().isBlank()).isEqualTo(cell.to().isPresent());
                cells++;
            }
        }
        assertThat(cells).isEqualTo(8 * 21);
    }

    @Test
    void leadsExactlyWhereTheProtocolSays() {
        Map<String, String> moves = new TreeMap<>();
        for (Trigger trigger : Trigger.values()) {
            List<String> row = new ArrayList<>();
            for (RoundState state : RoundState.values()) {
                RoundTransitions.cell(state, trigger)
                        .to()
                        .filter(to -> to != state)
                        .ifPresent(to -> row.add(state + ">" + to));
            }
            moves.put(trigger.name(), String.join(" ", row));
        }
        Map<String, String> expected = new TreeMap<>();
        for (Trigger trigger : Trigger.values()) {
            expected.put(trigger.name(), "");
        }
        expected.put("LAST_COMMAND_REPORTED", "OPEN>HANDOVER");
        expected.put("LOCAL_PACKAGE_NEEDS_OPEN", "HANDOVER>WAITING");
        expected.put("LOCAL_PACKAGE_NOTHING_OPEN", "HANDOVER>READY");
        expected.put("EXTERNAL_PACKAGE_NEEDS_OPEN", "READY>WAITING");
        expected.put("EXTERNAL_PACKAGE_NOTHING_OPEN", "WAITING>READY");
        expected.put("NEEDS_SATISFIED_NOTHING_OPEN", "WAITING>READY");
        expected.put("LOCAL_REVISION_NEEDS_OPEN", "READY>WAITING");
        expected.put("LOCAL_REVISION_NOTHING_OPEN", "WAITING>READY");
        expected.put("DEGRADED_LAUNCH_STARTED", "WAITING>TRAINING READY>TRAINING FAILED>TRAINING");
        expected.put("LAUNCH_STARTED", "READY>TRAINING FAILED>TRAINING");
        expected.put("LAUNCH_SUCCEEDED", "TRAINING>DONE");
        expected.put("LAUNCH_FAILED", "TRAINING>FAILED");
        expected.put(
                "ROUND_ABANDONED",
                "OPEN>ABANDONED HANDOVER>ABANDONED WAITING>ABANDONED READY>ABANDONED FAILED>ABANDONED");
        assertThat(moves).isEqualTo(expected);
    }

    @Test
    void refusesWithTheCodesOfTheExitTable() {
        assertThat(code(RoundState.OPEN, Trigger.LOCAL_PACKAGE_NEEDS_OPEN)).isEqualTo(ErrorCode.TOO_EARLY);
        assertThat(code(RoundState.HANDOVER, Trigger.EXTERNAL_PACKAGE_NEEDS_OPEN))
                .isEqualTo(ErrorCode.TOO_EARLY);
        assertThat(code(RoundState.WAITING, Trigger.LOCAL_PACKAGE_NEEDS_OPEN)).isEqualTo(ErrorCode.PACKAGE_CONFLICT);
        assertThat(code(RoundState.WAITING, Trigger.LAUNCH_STARTED)).isEqualTo(ErrorCode.NEED_MISSING);
        assertThat(code(RoundState.DONE, Trigger.EXTERNAL_PACKAGE_NOTHING_OPEN)).isEqualTo(ErrorCode.ROUND_CLOSED);
        assertThat(code(RoundState.TRAINING, Trigger.ROUND_NEXT)).isEqualTo(ErrorCode.LAUNCH_RUNNING);
        assertThat(code(RoundState.OPEN, Trigger.ROUND_NEXT)).isEqualTo(ErrorCode.TOO_EARLY);
    }

    private static ErrorCode code(RoundState state, Trigger trigger) {
        return RoundTransitions.cell(state, trigger).code().orElseThrow();
    }

    @Test
    void isDrawnInTheReadmeAsItIs() throws IOException {
        Path readme = Path.of(System.getProperty("sync.root")).resolve("coordinator/core/README.md");
        assertThat(Files.readString(readme)).contains(diagram());
    }

    /** The diagram of the table: every cell that moves, and none that stays or refuses. */
    private static String diagram() {
        StringBuilder lines = new StringBuilder("stateDiagram-v2\n    [*] --> OPEN: the round is opened\n");
        for (RoundState state : RoundState.values()) {
            for (Trigger trigger : Trigger.values()) {
                RoundTransitions.cell(state, trigger)
                        .to()
                        .filter(to -> to != state)
                        .ifPresent(to -> lines.append("    %s --> %s: %s%n".formatted(state, to, trigger.words())));
            }
        }
        return lines.toString();
    }
}
