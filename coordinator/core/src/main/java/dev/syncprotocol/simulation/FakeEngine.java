package dev.syncprotocol.simulation;

import dev.syncprotocol.coordinator.launch.TrainingLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real process that keeps the engine's contract and trains nothing: a shell, which starts in a moment. */
final class FakeEngine implements TrainingLauncher {
    /** How a simulated engine ends. */
    enum Ending {
        FINISH,
        FAIL,
        VANISH,
        /** Runs until it is told to stop, or until nobody is there any more. */
        WAIT
    }

    private static final String SCRIPT = """
            cd "$1" || exit 2
            say() { printf '%s' "$2" > "$1.tmp" && mv "$1.tmp" "$1"; }
            end() {
              say outcome.json '{"outcome":"'"$1"'","exit_code":'"$2"',"step":3,"max_steps":3,"loss":1.5,\
            "checkpoint":null,"error_report":null,"at":"2026-01-02T03:04:05Z"}'
              exit "$2"
            }
            trap 'end stopped 130' TERM
            say heartbeat.json '{"pid":'$$',"at":"2026-01-02T03:04:05Z","step":1,"max_steps":3,"loss":1.5}'
            printf r
            case "$2" in
              FINISH) end finished 0 ;;
              FAIL) end failed 1 ;;
              VANISH) kill -9 $$ ;;
              *) read -r nothing ;;
            esac
            """;

    private final List<Process> started = new ArrayList<>();
    private Ending ending = Ending.FINISH;
    private boolean starterDies;

    void next(Ending how, boolean thenTheStarterDies) {
        ending = how;
        starterDies = thenTheStarterDies;
    }

    @Override
    public List<String> command(Path launchFolder) {
        return List.of("sh", "-c", SCRIPT, "engine", launchFolder.toString(), ending.name());
    }

    /** Returns when the engine is at work: a history must play the same way each time. */
    @Override
    public Process start(Path workspace, Path launchFolder) throws IOException {
        Process process = new ProcessBuilder(command(launchFolder))
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        if (process.getInputStream().read() != 'r') {
            throw new IOException("the simulated engine did not start; is there a shell?");
        }
        if (ending != Ending.WAIT) {
            process.onExit().join();
        }
        if (starterDies) {
            throw new WriterCrash("the start of the engine");
        }
        return process;
    }

    int count() {
        return started.size();
    }

    boolean running() {
        return started.stream().anyMatch(Process::isAlive);
    }

    void end() {
        started.forEach(process -> process.destroyForcibly().onExit().join());
    }
}
