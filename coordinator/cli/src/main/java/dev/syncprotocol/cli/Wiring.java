package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the parts meet: a coordinator for the workspace of this call, with the engine as a child JVM. */
final class Wiring {
    private Wiring() {}

    /** The workspace of this call: {@code --workspace}, or the repository around the current folder. */
    static Workspace workspace(Invocation in) throws IOException {
        Path option = in.workspaceOption();
        return Workspace.around(option == null ? in.folder() : option);
    }

    /** The workspace of this call, empty in a plain folder. */
    static Optional<Workspace> workspaceAround(Invocation in) throws IOException {
        Path option = in.workspaceOption();
        return Workspace.find(option == null ? in.folder() : option);
    }

    /** The folder all paths of this call are relative to: the workspace's, or the plain folder itself. */
    static Path root(Invocation in) throws IOException {
        Optional<Workspace> workspace = workspaceAround(in);
        return workspace.isPresent() ? workspace.get().root() : StoreDoor.root(in);
    }

    /** A coordinator for everything but training. */
    static Coordinator coordinator(Invocation in) throws IOException {
        Workspace workspace = workspace(in);
        return new Coordinator(workspace, ports(workspace, in));
    }

    /** A coordinator that can start the engine with this many OpenMP threads. */
    static Coordinator coordinator(Invocation in, int threads) throws IOException {
        ChildJvmLauncher launcher = new ChildJvmLauncher(OwnProgram.running(), threads, in.environment());
        Workspace workspace = workspace(in);
        return new Coordinator(workspace, ports(workspace, in).with(launcher));
    }

    private static CoordinatorPorts ports(Workspace workspace, Invocation in) {
        return CoordinatorPorts.NONE.with(in.clock()).with(runs(workspace, in)).with(new TicketGates(in));
    }

    private static StoredRuns runs(Workspace workspace, Invocation in) {
        return new StoredRuns(workspace.root(), in.clock(), in.progress());
    }
}
