package dev.syncprotocol.aoi.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.aoi.log.EntryStatus;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;
import dev.syncprotocol.aoi.log.StageRecord;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenAlignmentTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @TempDir
    Path run;

    /** Stages that ended at 07:00 and at 08:00. */
    @BeforeEach
    void log() throws Exception {
        ended(LoopStage.TRAIN, "2026-05-04T07:00:00Z");
        ended(LoopStage.EVALUATE, "2026-05-04T08:00:00Z");
    }

    @Test
    void givesAMessageToTheStageWhoseWindowHoldsItsTime() throws Exception {
        Alignment alignment = align(
                message("a", "2026-05-01T00:00:00Z", 1, 0, 0),
                message("b", "2026-05-04T07:00:00Z", 2, 0, 0),
                message("c", "2026-05-04T07:00:00.000001Z", 4, 0, 0),
                message("d", "2026-05-04T10:00:00+02:00", 8, 0, 0),
                message("e", "2026-05-04T08:00:01Z", 16, 0, 0));

        assertThat(alignment.stages())
                .extracting(stage -> stage.seq() + ":" + stage.tokens().messages() + ":"
                        + stage.tokens().input())
                .containsExactly("1:2:3", "2:2:12");
        assertThat(alignment.messages()).isEqualTo(5);
        assertThat(alignment.attributed()).isEqualTo(4);
        assertThat(alignment.warnings()).isEmpty();
    }

    @Test
    void sumsWhatAStageReadAndTakesTheContextOfItsLastMessage() throws Exception {
        Alignment alignment = align(
                message("late", "2026-05-04T06:30:00Z", 10, 200, 30),
                message("early", "2026-05-04T06:00:00Z", 1, 1000, 500));

        assertThat(SyncJson.compact(alignment.stages().get(0).tree()))
                .isEqualTo("{\"seq\":1,\"context_tokens\":240,\"tokens\":{\"n_messages\":2,\"input\":11,\"output\":14,"
                        + "\"cache_read\":1200,\"cache_create\":530,\"cache_create_5m\":530,\"cache_create_1h\":0,"
                        + "\"context_size_end\":240,\"models\":[\"m\"]}}");
        assertThat(alignment.lines()).hasLineCount(2);
    }

    @Test
    void countsAMessageThatStandsInSeveralLinesOnce() throws Exception {
        String line = message("same", "2026-05-04T06:30:00Z", 10, 0, 0);

        assertThat(align(line, line, line).attributed()).isOne();
    }

    @Test
    void keepsTheSplitOfTheCacheWhereItIsTold() throws Exception {
        String told = "{\"type\":\"assistant\",\"timestamp\":\"2026-05-04T06:00:00Z\",\"message\":{\"usage\":{"
                + "\"cache_creation_input_tokens\":7,\"cache_creation\":{\"ephemeral_5m_input_tokens\":2,"
                + "\"ephemeral_1h_input_tokens\":5}}}}";

        TokenCounts counts = align(told).stages().get(0).tokens();

        assertThat(counts.cacheCreate()).isEqualTo(7);
        assertThat(counts.cacheCreate5m()).isEqualTo(2);
        assertThat(counts.cacheCreate1h()).isEqualTo(5);
        assertThat(counts.models()).isEmpty();
    }

    @Test
    void leavesOutWhatIsNoAnswerOfAModelAndSaysWhatItCouldNotRead() throws Exception {
        Alignment alignment = align(
                "{\"type\":\"user\",\"timestamp\":\"2026-05-04T06:00:00Z\",\"message\":{\"usage\":{\"input_tokens\":9}}}",
                "{\"type\":\"assistant\",\"timestamp\":\"2026-05-04T06:00:00Z\",\"message\":{}}",
                "{\"type\":\"assistant\",\"timestamp\":\"noon\",\"message\":{\"usage\":{\"input_tokens\":9}}}",
                "{\"type\":\"assist",
                "",
                message("a", "2026-05-04T06:00:00Z", 1, 0, 0));

        assertThat(alignment.messages()).isOne();
        assertThat(alignment.warnings()).containsExactly("1 line of the transcripts could not be read");
    }

    @Test
    void warnsWhenNoMessageLiesInAnyWindow() throws Exception {
        Alignment alignment = align(message("a", "2027-01-01T00:00:00Z", 1, 0, 0));

        assertThat(alignment.attributed()).isZero();
        assertThat(alignment.warnings()).singleElement().asString().startsWith("none of 1 messages lies");
    }

    @Test
    void writesBesideTheLogAndLeavesTheLogAlone() throws Exception {
        String log = Files.readString(run.resolve("loop_log.jsonl"));

        Path written = TokenAlignment.write(run, align(message("a", "2026-05-04T06:00:00Z", 1, 0, 0)));

        assertThat(written).isEqualTo(run.resolve("loop_tokens.jsonl"));
        assertThat(Files.readAllLines(written)).hasSize(2);
        assertThat(run.resolve("loop_log.jsonl")).hasContent(log);
    }

    @Test
    void findsTheTranscriptsOfAFolderByName() throws Exception {
        Path folder = Files.createDirectories(run.resolve("sessions"));
        for (String name : List.of("b.jsonl", "a.jsonl", "notes.txt")) {
            Files.writeString(folder.resolve(name), "");
        }

        assertThat(TokenAlignment.transcripts(folder))
                .containsExactly(folder.resolve("a.jsonl"), folder.resolve("b.jsonl"));
    }

    @Test
    void refusesATranscriptThatIsNotThere() {
        assertThatThrownBy(() -> TokenAlignment.align(run, List.of(run.resolve("gone.jsonl")), CLOCK))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("no transcript at");
        assertThatThrownBy(() -> TokenAlignment.transcripts(run.resolve("gone")))
                .isInstanceOf(SyncException.class);
    }

    private Alignment align(String... lines) throws Exception {
        Path transcript = Files.writeString(run.resolve("transcript.jsonl"), String.join("\n", lines) + "\n");
        return TokenAlignment.align(run, List.of(transcript), CLOCK);
    }

    private void ended(LoopStage stage, String at) throws Exception {
        LoopLog.of(run, Clock.fixed(Instant.parse(at), ZoneOffset.UTC))
                .append(new StageRecord(
                        Phase.BASELINE, stage, EntryStatus.OK, "done", 1, SyncJson.object(), List.of()));
    }

    private static String message(String id, String at, int input, int cacheRead, int cacheCreated) {
        return "{\"type\":\"assistant\",\"timestamp\":\"" + at + "\",\"message\":{\"id\":\"" + id
                + "\",\"model\":\"m\",\"usage\":{\"input_tokens\":" + input
                + ",\"output_tokens\":7,\"cache_read_input_tokens\":" + cacheRead
                + ",\"cache_creation_input_tokens\":" + cacheCreated + "}}}";
    }
}
