package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.Augmentation;
import dev.syncprotocol.djl.picture.ColourChange;
import dev.syncprotocol.djl.picture.Geometry;
import dev.syncprotocol.djl.picture.PictureChange;
import dev.syncprotocol.training.KeyedRandom;
import dev.syncprotocol.training.KeyedRandom.Purpose;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What training does to pictures: nothing unless {@code augment: true}. Each draw of a row gets its own change, a function of seed, epoch and place, the
 * same for the tested picture, its golden and all lights: what differs between them stays what differed.
 */
final class Augmenter {
    /** Random numbers set aside for one draw. */
    private static final int NUMBERS = 16;

    private static final double BLUR_PROBABILITY = 0.5;
    private static final double LARGEST_CROP_SCALE = 1.2;

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
                .mapToObj(place -> settings.augment() ? change(new Dice(random, place)) : PictureChange.NONE)
                .toList();
    }

    /** The numbers of one draw; each is asked for by its own place, so that switching one change off moves no other. */
    private record Dice(KeyedRandom random, int place) {
        double uniform(int which) {
            return random.uniform((long) place * NUMBERS + which);
        }

        boolean under(double probability, int which) {
            return uniform(which) < probability;
        }

        double between(double low, double high, int which) {
            return low + (high - low) * uniform(which);
        }
    }

    private PictureChange change(Dice dice) {
        PictureChange change = PictureChange.NONE;
        if (dice.under(settings.horizontalFlip(), 0)) {
            change = change.then(Geometry::mirrored);
        }
        if (dice.under(settings.verticalFlip(), 1)) {
            change = change.then(Geometry::upsideDown);
        }
        if (!settings.angles().isEmpty() && dice.under(settings.rotate(), 2)) {
            double angle = settings.angles()
                    .get((int) (dice.uniform(3) * settings.angles().size()));
            change = change.then(picture -> Geometry.rotated(picture, angle));
        }
        if (settings.crop()) {
            double scale = dice.between(1, LARGEST_CROP_SCALE, 4);
            change = change.then(picture -> Geometry.cropped(picture, scale, dice.uniform(5), dice.uniform(6)));
        }
        if (dice.under(settings.color(), 7)) {
            change = change.then(colours(dice));
        }
        if (settings.blur() && dice.under(BLUR_PROBABILITY, 12)) {
            change = change.then(ColourChange::blurred);
        }
        return change;
    }

    private ColourChange colours(Dice dice) {
        return new ColourChange(
                factor(dice, settings.brightness(), 8),
                factor(dice, settings.contrast(), 9),
                factor(dice, settings.saturation(), 10),
                dice.between(-settings.hue(), settings.hue(), 11));
    }

    private static double factor(Dice dice, double range, int which) {
        return dice.between(Math.max(0, 1 - range), 1 + range, which);
    }
}
