package dev.syncprotocol.training;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;

/**
 * What an engine does with the wishes of the config, for the log and the effective config.
 *
 * @param name the engine in words, for example {@code djl-pytorch 2.7.1}
 * @param device the device in use, {@code cpu} or {@code mps}
 * @param gradientCheckpointing whether activations are recomputed; results are equal either way
 * @param parameters number of trained values
 * @param frozen fingerprint of the weights it computes with and does not train, by {@link WeightDigest}: an adapter's
 *     base, a reference; empty where there are none. A resumed run must have the same
 */
public record EngineFacts(
        String name, String device, boolean gradientCheckpointing, long parameters, Optional<Sha256> frozen) {

    /** An engine that trains every weight it has. */
    public EngineFacts(String name, String device, boolean gradientCheckpointing, long parameters) {
        this(name, device, gradientCheckpointing, parameters, Optional.empty());
    }
}
