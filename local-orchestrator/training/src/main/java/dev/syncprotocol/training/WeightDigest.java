package dev.syncprotocol.training;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Map;
import java.util.TreeMap;

/** The fingerprint of a set of weights: a digest over name, kind, shape and digest of each, in order of their names. */
public final class WeightDigest {
    private WeightDigest() {}

    /** Equal for equal names, kinds, shapes and bits, whatever file they came from. */
    public static Sha256 of(Map<String, Tensor> weights) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(weights)
                .forEach((name, tensor) -> lines.append(name)
                        .append(' ')
                        .append(tensor)
                        .append(' ')
                        .append(Sha256.of(tensor.bytes()).hex())
                        .append('\n'));
        return Sha256.of(lines.toString());
    }
}
