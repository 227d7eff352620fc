package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, whole: real git, real child JVMs, real training. */
class QuickstartTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void playsARoundOnTheUsersOwnRowsAndTrainsForReal(@TempDir Path folder) throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        Files.write(
                rows,
                IntStream.range(0, 120)
                        .mapToObj(n -> "{\"question\":\"What is " + n + " + 1?\",\"answer\":\"" + (n + 1) + "\"}")
                        .toList());

        int exit = sync(folder, "quickstart", "work", "--data", rows.toString());

        assertThat(exit).as(text(out) + text(err)).isZero();
        Path workspace = folder.resolve("work");
        assertThat(Files.readAllBytes(workspace.resolve("data/seed.jsonl"))).isEqualTo(Files.readAllBytes(rows));
        LossCurve losses = LossCurve.read(workspace.resolve("reports/metrics.jsonl"));
        assertThat(losses.last()).isLessThan(losses.first() / 2);
        assertThat(workspace.resolve("checkpoints/local/latest/MANIFEST.json")).exists();
        assertThat(Files.readString(workspace.resolve("logs/train.log"))).contains("120 rows in data/seed.jsonl");
        assertThat(text(out)).contains("120 rows").contains("the gate is open").contains("everything holds");
        assertThat(text(err)).contains("waiting (3): the gate is closed");
        new Script(workspace)
                .play(
                        java.util.List.of(
                                "$ sync status --json",
                                "json /data/state DONE",
                                "git fsck --strict --no-dangling",
                                "git status --porcelain",
                                "no-out rounds/00",
                                "git log --format=%s%x20%(trailers:key=Sync-Event,valueonly,separator=%x2C) sync/ledger",
                                "out sync: gemini package of round 1 (0 needs open) package-ingested",
                                "out launch-finished"),
                        "after the quickstart");
    }

    @Test
    void answersProgramsWithOneDocument(@TempDir Path folder) throws IOException {
        assertThat(sync(folder, "quickstart", "work", "--json")).as(text(err)).isZero();
        JsonNode data = CheckedAnswer.of(text(out), "quickstart").path("data");
        assertThat(data.path("last_loss").asDouble())
                .isPositive()
                .isLessThan(data.path("first_loss").asDouble() / 2);
    }

    @Test
    void refusesAFolderThatHoldsSomething(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(sync(folder, "quickstart", ".")).isEqualTo(2);
        assertThat(text(err)).contains("not empty");
        assertThat(folder.resolve(".git")).doesNotExist();
    }

    @Test
    void refusesRowsItCannotReadBeforeItDoesAnything(@TempDir Path folder) throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        Files.writeString(rows, "{\"input\":\"a\",\"output\":\"b\"}\n{\"prompt\":\"c\"}\n");
        assertThat(sync(folder, "quickstart", "work", "--data", rows.toString()))
                .isEqualTo(2);
        assertThat(text(err)).contains("rows.jsonl:2");
        assertThat(folder.resolve("work/.git")).doesNotExist();
    }

    private int sync(Path folder, String... args) {
        Surroundings surroundings = new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                Clock.systemUTC(),
                false,
                new CountDownLatch(1));
        return new FrontDoor(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .call(surroundings, args);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
