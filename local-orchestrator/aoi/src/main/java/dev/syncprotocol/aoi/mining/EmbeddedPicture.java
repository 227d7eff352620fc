package dev.syncprotocol.aoi.mining;

/**
 * A picture with its vector of length 1.
 *
 * @param filepath the picture, as its table names it
 * @param light its light; empty when there are none
 * @param sampleKey the sample it belongs to
 * @param label the sample's label; empty when it is not known
 * @param vector the embedding; never changed
 */
public record EmbeddedPicture(String filepath, String light, String sampleKey, String label, float[] vector) {}
