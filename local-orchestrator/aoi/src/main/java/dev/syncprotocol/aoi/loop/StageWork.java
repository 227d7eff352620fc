package dev.syncprotocol.aoi.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One kind of stage. */
interface StageWork {
    /** What it reads of the files earlier stages committed: they have their digests before the stage begins. */
    List<Path> reads(StageRun stage) throws IOException;

    /** What the stage will leave: none of it is there before, all of it is committed after. */
    List<Path> places(StageRun stage) throws IOException;

    /**
     * Does the work in the folders of {@code places}.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException a hard stop, or a failure of the engine
     */
    StageResult perform(StageRun stage, StagePlaces places) throws IOException;
}
