package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import picocli.CommandLine.Option;

/** Options of {@code check-weights}. Fields are filled by picocli. */
final class WeightsOptions {
    @Option(names = "--weights", paramLabel = "FILE", description = "the weights file (default: configs/weights.json)")
    String weights = Rc1Paths.WEIGHTS;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the config that turns the penalty on (default: configs/ppo_scale.yaml)")
    String config = Rc1Paths.CONFIG;

    Orders.WeightFiles order() {
        return new Orders.WeightFiles(weights, config);
    }
}
