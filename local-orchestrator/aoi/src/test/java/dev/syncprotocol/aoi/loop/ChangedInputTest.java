package dev.syncprotocol.aoi.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.log.LogEntry;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link ChangedInput} is the table: whoever reads a committed file next sees that it is another one, before anything is made from it. */
class ChangedInputTest {
    @TempDir
    private static Path drawn;

    private static SmallBoards untouched;

    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeAll
    static void draws() throws IOException {
        untouched = SmallBoards.drawnIn(drawn);
    }

    @BeforeEach
    void copies() throws IOException {
        scene = new LoopScene(untouched.copiedTo(folder));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByTheStageThatReadsItNext(ChangedInput changed) throws IOException {
        scene.after(changed.after, () -> changed.change(scene.run().folder()));
        SyncException refused = catchThrowableOfType(SyncException.class, scene::goOn);
        assertThat(refused).as("it went on").isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(ErrorCode.EVIDENCE_CHANGED);
        List<LogEntry> entries = scene.entries();
        assertThat(entries).allMatch(LogEntry::ok);
        assertThat(entries.get(entries.size() - 1).step()).isEqualTo(changed.after);
        assertThat(scene.goOnRefused()).isEqualTo(ErrorCode.EVIDENCE_CHANGED);

        changed.putBack(scene.run().folder());
        scene.before(changed.reader, () -> {
            throw new SyncException(ErrorCode.INTERRUPTED, "far enough");
        });
        assertThat(scene.goOnRefused()).isEqualTo(ErrorCode.INTERRUPTED);
    }
}
