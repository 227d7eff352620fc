package dev.syncprotocol.training;

/**
 * What an engine does with the wishes of the config, for the log and the effective config.
 *
 * @param name the engine in words, for example {@code djl-pytorch 2.7.1}
 * @param device the device in use, {@code cpu} or {@code mps}
 * @param gradientCheckpointing whether activations are recomputed; results are equal either way
 * @param parameters number of trained values
 */
public record EngineFacts(String name, String device, boolean gradientCheckpointing, long parameters) {}
