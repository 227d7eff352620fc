package dev.syncprotocol.aoi.engine;

/**
 * Two embeddings may be compared only when these are equal (hard stop {@code encoder_mismatch}).
 *
 * @param name {@code descriptor}, {@code encoder}, {@code onnx}, {@code siglip}
 * @param weightsSha256 digest of the weights, 64 hex digits; empty for an embedder without weights
 * @param inputSize what a picture is resized to, for example {@code 64x64 grey}
 * @param normalisation what is done to pixel values
 * @param dimensions length of a vector
 */
public record EmbedderIdentity(
        String name, String weightsSha256, String inputSize, String normalisation, int dimensions) {
    /** One line for logs: name, dimensions, size, normalisation, and the weights where there are any. */
    public String words() {
        return name + ", " + dimensions + " dimensions, " + inputSize + ", " + normalisation
                + (weightsSha256.isEmpty() ? ", no weights" : ", weights sha256 " + weightsSha256);
    }
}
