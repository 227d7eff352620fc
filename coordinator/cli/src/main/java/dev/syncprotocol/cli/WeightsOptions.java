package dev.syncprotocol.cli;

import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.Orders;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
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

    @Option(names = "--advise", description = "only warn about a config of another pool (RUN_MODE=test)")
    boolean advise;

    /** {@code usage} for advice in production (training.md T13). */
    Orders.WeightFiles order(Invocation in) {
        if (advise && RunMode.of(in.variable("RUN_MODE")) == RunMode.PROD) {
            throw new SyncException(ErrorCode.USAGE, "--advise is taken in test mode only: RUN_MODE=test");
        }
        return new Orders.WeightFiles(weights, config, advise);
    }
}
