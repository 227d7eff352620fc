package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.training.seeds.SeedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which seeds of an RC1 config are still to be trained, and from where. */
class SeedTurnsTest {
    private static final long LAST = 4;
    private static final Wishes FRESH = new Wishes(List.of(), List.of(), true);

    @TempDir
    private Path root;

    private void checkpoint(long seed, int step) throws IOException {
        Path folder = root.resolve("checkpoints/rc1/seed_" + seed);
        Files.createDirectories(folder.resolve("step_0000" + step));
        Files.deleteIfExists(folder.resolve("latest"));
        Files.createSymbolicLink(folder.resolve("latest"), Path.of("step_0000" + step));
    }

    /** Seed and checkpoint, in the order they are trained in; {@code start} for none. */
    private Map<Long, String> turns(Optional<String> resume, Wishes wishes) throws IOException {
        List<SeedFolder> folders = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            folders.add(new SeedFolder(root, seed, new RepoPath("checkpoints/rc1/seed_" + seed), Clock.systemUTC()));
        }
        TrainCall call = new TrainCall("configs/ppo_scale.yaml", resume, wishes, Optional.empty());
        Map<Long, String> turns = new LinkedHashMap<>();
        new SeedTurns(call, folders, LAST, root)
                .resumes()
                .forEach((folder, from) -> turns.put(folder.seed(), from.orElse("start")));
        return turns;
    }

    @Test
    void startsEverySeedOfANewTraining() throws IOException {
        assertThat(turns(Optional.empty(), Wishes.NONE).toString()).isEqualTo("{1=start, 2=start, 3=start}");
    }

    @Test
    void goesOnWithTheSeedInProgressAndStartsThoseAfterIt() throws IOException {
        checkpoint(1, 4);
        checkpoint(2, 3);
        Files.createSymbolicLink(root.resolve("checkpoints/rc1/latest"), Path.of("seed_2/latest"));
        assertThat(turns(Optional.of("latest"), Wishes.NONE).toString()).isEqualTo("{2=latest, 3=start}");
        assertThat(turns(Optional.of("checkpoints/rc1/latest"), Wishes.NONE).toString())
                .isEqualTo("{2=checkpoints/rc1/latest, 3=start}");
        assertThatThrownBy(() -> turns(Optional.empty(), Wishes.NONE))
                .hasMessageContaining(
                        "checkpoints/rc1/seed_2 holds checkpoints of a training that did not reach step 4");
        assertThat(turns(Optional.empty(), FRESH).toString()).isEqualTo("{1=start, 2=start, 3=start}");
    }

    @Test
    void refusesToResumeWhereNothingWasBegunOrOfAStranger() throws IOException {
        assertThatThrownBy(() -> turns(Optional.of("latest"), Wishes.NONE))
                .hasMessageContaining("no seed of configs/ppo_scale.yaml has a checkpoint yet");
        checkpoint(1, 2);
        assertThatThrownBy(() -> turns(Optional.of("checkpoints/local/latest"), Wishes.NONE))
                .hasMessageContaining("checkpoints/local/latest is no checkpoint of a seed");
    }

    @Test
    void leavesItToTheLastSeedToSayThatAllAreDone() throws IOException {
        checkpoint(1, 4);
        checkpoint(2, 4);
        checkpoint(3, 4);
        assertThat(turns(Optional.of("latest"), Wishes.NONE).toString()).isEqualTo("{3=latest}");
        assertThat(turns(Optional.empty(), Wishes.NONE).toString()).isEqualTo("{3=start}");
    }
}
