package dev.syncprotocol.aoi.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopLogTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-05-04T12:00:00.123456Z"), ZoneOffset.UTC);

    @TempDir
    Path run;

    private LoopLog log() {
        return LoopLog.of(run, NOON);
    }

    private static StageRecord record(Phase phase, LoopStage stage) {
        return new StageRecord(
                phase,
                stage,
                EntryStatus.OK,
                "it went well",
                3,
                SyncJson.object().put("far_pct", 12.5),
                List.of());
    }

    private static void assertBroken(ThrowingRead read, String... words) {
        assertThatThrownBy(read::run)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOG_CHAIN_BROKEN))
                .hasMessageContainingAll(words);
    }

    private interface ThrowingRead {
        void run() throws IOException;
    }

    @Test
    void chainsEachLineToTheBytesOfTheOneBefore() throws IOException {
        log().append(record(Phase.BASELINE, LoopStage.TRAIN));
        log().append(record(Phase.BASELINE, LoopStage.EVALUATE));

        List<String> lines = Files.readAllLines(run.resolve(LoopLog.NAME));
        LogReading reading = log().read();
        assertThat(reading.entries()).extracting(LogEntry::seq).containsExactly(1L, 2L);
        assertThat(reading.entries().get(0).prev()).isEqualTo(LogEntry.NONE);
        assertThat(reading.entries().get(1).prev()).isEqualTo(Sha256.of(lines.get(0) + "\n"));
        assertThat(reading.head()).isEqualTo(Sha256.of(lines.get(1) + "\n"));
        assertThat(lines.get(0)).startsWith("{\"seq\":1,\"ts\":\"2026-05-04T12:00:00.123456Z\",\"iter\":\"baseline\"");
    }

    @Test
    void keepsWhatAStageSaid() throws IOException {
        Path file = Files.writeString(run.resolve("a.csv"), "a\n");
        Evidence evidence = Evidence.of(file);
        StageRecord said = new StageRecord(
                new Phase(12),
                LoopStage.DATA_MINING,
                EntryStatus.OK,
                "Mining (VCN): mined=41 source images for 88 targets",
                12,
                SyncJson.object().put("mining_mined_count", 41),
                List.of(evidence));
        LogEntry written = log().append(said);

        LogEntry read = log().read().last().orElseThrow();
        assertThat(read.line()).isEqualTo(written.line());
        assertThat(read.record().evidence()).containsExactly(evidence);
        assertThat(evidence.holds()).isTrue();
        Files.writeString(file, "b\n");
        assertThat(evidence.holds()).isFalse();
    }

    @Test
    void refusesASecondEntryOfACommittedStage() throws IOException {
        log().append(record(Phase.BASELINE, LoopStage.TRAIN));
        assertThatThrownBy(() -> log().append(record(Phase.BASELINE, LoopStage.TRAIN)))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("already has the entry of baseline train");
    }

    @Test
    void takesAnEntryOfAStageThatFailedBefore() throws IOException {
        StageRecord failed = new StageRecord(
                Phase.BASELINE, LoopStage.TRAIN, EntryStatus.ERROR, "leakage", 1, SyncJson.object(), List.of());
        log().append(failed);
        assertThat(log().append(record(Phase.BASELINE, LoopStage.TRAIN)).seq()).isEqualTo(2);
    }

    @Test
    void refusesToAppendAfterAnUnterminatedLineAndCutsItOnRecovery() throws IOException {
        log().append(record(Phase.BASELINE, LoopStage.TRAIN));
        byte[] whole = Files.readAllBytes(run.resolve(LoopLog.NAME));
        Files.writeString(run.resolve(LoopLog.NAME), "{\"seq\":2,\"ts\"", StandardOpenOption.APPEND);

        assertThat(log().read().tornBytes()).isEqualTo(13);
        assertBroken(() -> log().append(record(Phase.BASELINE, LoopStage.RCA)), "unterminated");
        Path kept = log().recover().orElseThrow();

        assertThat(Files.readString(kept)).isEqualTo("{\"seq\":2,\"ts\"");
        assertThat(kept.getFileName()).hasToString("loop_log.torn-20260504_120000");
        assertThat(Files.readAllBytes(run.resolve(LoopLog.NAME))).isEqualTo(whole);
        assertThat(log().recover()).isEmpty();
        assertThat(log().append(record(Phase.BASELINE, LoopStage.RCA)).seq()).isEqualTo(2);
    }

    @Test
    void refusesToAppendAfterADamagedLastLineThatIsTerminated() throws IOException {
        log().append(record(Phase.BASELINE, LoopStage.TRAIN));
        Files.writeString(run.resolve(LoopLog.NAME), "{\"seq\":2\n", StandardOpenOption.APPEND);
        assertBroken(() -> log().append(record(Phase.BASELINE, LoopStage.RCA)), LoopLog.NAME + ":2");
        assertBroken(() -> log().recover(), LoopLog.NAME + ":2");
    }

    @Test
    void findsAChangedByteOfAnEarlierLine() throws IOException {
        log().append(record(Phase.BASELINE, LoopStage.TRAIN));
        log().append(record(Phase.BASELINE, LoopStage.EVALUATE));
        rewrite("\"far_pct\":12.5", "\"far_pct\":1.25", 0);
        assertBroken(() -> log().read(), LoopLog.NAME + ":2", "prev");
    }

    @Test
    void findsALineThatWasLeftOut() throws IOException {
        for (LoopStage stage : List.of(LoopStage.TRAIN, LoopStage.EVALUATE, LoopStage.RCA)) {
            log().append(record(Phase.BASELINE, stage));
        }
        List<String> lines = Files.readAllLines(run.resolve(LoopLog.NAME));
        Files.writeString(run.resolve(LoopLog.NAME), lines.get(0) + "\n" + lines.get(2) + "\n");
        assertBroken(() -> log().read(), "expected seq 2, found seq 3");
    }

    @Test
    void findsAKeyGivenTwice() throws IOException {
        log().append(record(Phase.BASELINE, LoopStage.TRAIN));
        rewrite("\"seq\":1", "\"seq\":1,\"seq\":1", 0);
        assertBroken(() -> log().read(), LoopLog.NAME + ":1");
    }

    @Test
    void letsManyWritersAppendWithoutGaps() throws IOException {
        List<StageRecord> records = IntStream.range(0, 8)
                .mapToObj(n -> record(new Phase(n), LoopStage.TRAIN))
                .toList();
        for (StageRecord record : records) {
            log().append(record);
        }
        assertThat(log().read().entries()).hasSize(8);
    }

    @Test
    void readsNoFileAsAnEmptyLog() throws IOException {
        assertThat(log().read()).isEqualTo(new LogReading(List.of(), LogEntry.NONE, 0, 0));
    }

    private void rewrite(String from, String to, int line) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve(LoopLog.NAME), StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == line ? lines.get(i).replace(from, to) : lines.get(i))
                    .append('\n');
        }
        Files.writeString(run.resolve(LoopLog.NAME), text.toString());
    }
}
