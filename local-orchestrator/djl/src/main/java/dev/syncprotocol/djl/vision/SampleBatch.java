package dev.syncprotocol.djl.vision;

/**
 * Numbers of some samples.
 *
 * @param pictures the tested pictures, then their goldens in the same order; each {@code 3 × height × width}
 * @param defective a flag a sample
 */
record SampleBatch(float[] pictures, boolean[] defective) {
    int size() {
        return defective.length;
    }
}
