package dev.syncprotocol.training;

import java.util.ArrayList;
import java.util.List;

/** What is accepted and worth a sentence. */
final class ConfigWarnings {
    private ConfigWarnings() {}

    static List<String> of(TrainConfig config) {
        List<String> said = new ArrayList<>();
        if (config.model().trustRemoteCode()) {
            said.add("model.trust_remote_code is recorded and has no effect: no downloaded code is ever run");
        }
        if (config.run().keepLastK() > 0 && config.run().keepLastK() < 3) {
            said.add("run.keep_last_k " + config.run().keepLastK()
                    + " keeps fewer than the three checkpoints of S3-9.3");
        }
        return List.copyOf(said);
    }
}
