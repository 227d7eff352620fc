package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.EngineFailed;
import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A training that {@code sync train} starts: through the gate in a workspace, without one in a plain folder. What the engine
 * ends with is the command's own exit code (training.md section 1.2). Of an RC1 config every seed is trained, unless one is named.
 *
 * @param config as typed
 * @param resume the checkpoint to go on from
 * @param wishes what it changes
 * @param outDir where the caller wants the output, as typed
 */
record TrainCall(String config, Optional<String> resume, Wishes wishes, Optional<String> outDir) {
    static TrainCall of(String config, Optional<String> resume, TrainChanges changes) {
        return new TrainCall(config, resume, changes.wishes(), changes.outDir());
    }

    Answer answer(Invocation in) throws IOException {
        Optional<Workspace> workspace = Wiring.workspaceAround(in);
        Path root = Wiring.root(in);
        LaunchPlan plan = LaunchPlan.read(root, in.folder(), config, wishes.set());
        if (SeedRuns.asked(plan, in)) {
            plan.requireBase(in.environment());
            return new SeedRuns(this, plan, root, in).answer();
        }
        GoverningLock.of(root, in).require(plan.fileSha256(), outDir);
        if (workspace.isEmpty()) {
            plan.requireBase(in.environment());
            return new PlainTraining(root, in).answer(plan, LaunchCall.from(resume, plan, root, in.folder()), wishes);
        }
        try {
            return new LaunchCall(Optional.of(config), resume, wishes, false).answer(in);
        } catch (EngineFailed e) {
            throw e.code() == ErrorCode.ENGINE_FAILED ? TrainFailed.of(e) : e;
        }
    }
}
