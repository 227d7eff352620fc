package dev.syncprotocol.training;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Where a run is, for a reward that asks somebody outside the model.
 *
 * @param workspace its folder
 * @param environment variables of its process
 * @param clock of the run
 */
public record RewardPlace(Path workspace, Map<String, String> environment, Clock clock) {
    public RewardPlace {
        environment = Map.copyOf(environment);
    }
}
