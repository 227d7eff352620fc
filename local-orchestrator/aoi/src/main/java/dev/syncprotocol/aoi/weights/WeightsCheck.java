package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether what arrived is what was meant. */
record WeightsCheck(WeightsPlan plan) {
    void check(Path part, WeightsFetch.Arrived arrived) throws IOException {
        FetchFaults faults = new FetchFaults(plan);
        Optional<String> other = WeightsKind.insteadOf(part, plan.source().fileName());
        if (other.isPresent()) {
            throw faults.noWeights(other.get());
        }
        Optional<Sha256> meant = plan.sha256().filter(sha256 -> !sha256.equals(arrived.sha256()));
        if (meant.isPresent()) {
            throw faults.digest(meant.get(), arrived.sha256(), "what was approved");
        }
    }
}
