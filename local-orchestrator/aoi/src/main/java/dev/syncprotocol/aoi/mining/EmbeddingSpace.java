package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;

/**
 * What makes raw vectors of an embedder comparable: the mean of the source pool is taken off when the embedder asks for it, then every vector gets
 * length 1. Fixed for a whole run; sources, later additions and targets all go through the same one.
 *
 * @param identity the embedder
 * @param mean what is taken off, of the embedder's length; empty when nothing is
 */
public record EmbeddingSpace(EmbedderIdentity identity, List<Float> mean) {
    public EmbeddingSpace {
        mean = List.copyOf(mean);
        if (!mean.isEmpty() && mean.size() != identity.dimensions()) {
            throw new IllegalArgumentException("the mean has another length than the embedder's vectors");
        }
    }

    /** A space that takes nothing off. */
    public static EmbeddingSpace plain(EmbedderIdentity identity) {
        return new EmbeddingSpace(identity, List.of());
    }

    /** A space centred by the mean of these raw vectors, which are the source pool's; without vectors nothing is taken off. */
    public static EmbeddingSpace centredBy(EmbedderIdentity identity, List<float[]> rawSources) {
        if (rawSources.isEmpty()) {
            return plain(identity);
        }
        double[] sum = new double[identity.dimensions()];
        for (float[] raw : rawSources) {
            refuseLength(identity, raw, "a source");
            for (int i = 0; i < sum.length; i++) {
                sum[i] += raw[i];
            }
        }
        Float[] mean = new Float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / rawSources.size());
        }
        return new EmbeddingSpace(identity, List.of(mean));
    }

    /**
     * A raw vector centred and scaled to length 1.
     *
     * @param what names the picture in errors
     * @throws SyncException {@code embedding_invalid} for a wrong length, a value that is not finite, or a vector without a direction
     */
    public float[] place(float[] raw, String what) {
        refuseLength(identity, raw, what);
        double[] centred = new double[raw.length];
        double squares = 0;
        for (int i = 0; i < raw.length; i++) {
            centred[i] = mean.isEmpty() ? raw[i] : raw[i] - mean.get(i);
            squares += centred[i] * centred[i];
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw invalid(what, squares == 0 ? "is zero" : "holds a value that is not finite");
        }
        return scaled(centred, Math.sqrt(squares));
    }

    private static float[] scaled(double[] vector, double length) {
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    private static void refuseLength(EmbedderIdentity identity, float[] raw, String what) {
        if (raw.length != identity.dimensions()) {
            throw invalid(what, "has " + raw.length + " values, the embedder makes " + identity.dimensions());
        }
    }

    private static SyncException invalid(String what, String why) {
        return new SyncException(ErrorCode.EMBEDDING_INVALID, "the embedding of " + what + " " + why);
    }
}
