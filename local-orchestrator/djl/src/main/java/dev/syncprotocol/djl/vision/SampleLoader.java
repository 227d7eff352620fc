package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.spec.DatasetSettings;
import dev.syncprotocol.djl.picture.DecodedPictures;
import dev.syncprotocol.djl.picture.Normalisation;
import dev.syncprotocol.djl.picture.PictureChange;
import dev.syncprotocol.djl.picture.PictureLayout;
import dev.syncprotocol.djl.picture.Raster;
import dev.syncprotocol.djl.picture.Registration;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Samples to numbers: decoded once, changed by the augmentation where training asks for it, laid out and normalised. */
final class SampleLoader {
    private final PictureLayout layout;
    private final Normalisation normalisation;
    private final DecodedPictures pictures;
    private final Map<Pair, Registration.Shift> shifts = new HashMap<>();

    SampleLoader(DatasetSettings settings) {
        layout = PictureLayout.of(settings);
        normalisation = new Normalisation(
                settings.augmentation().mean(), settings.augmentation().deviation());
        pictures = DecodedPictures.ofSize(settings.imageWidth(), settings.imageHeight());
    }

    /** Where lights lie. */
    PictureLayout layout() {
        return layout;
    }

    /**
     * The numbers of these samples.
     *
     * @param changes one a sample: the same change for all its pictures
     * @throws SyncException {@code csv_invalid} naming the file that is no picture
     */
    SampleBatch batch(List<Sample> samples, List<PictureChange> changes) {
        float[] numbers = new float[2 * samples.size() * layout.size()];
        boolean[] defective = new boolean[samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            for (int light = 0; light < sample.tested().size(); light++) {
                Raster tested = pictures.of(sample.tested().get(light));
                Raster golden = aligned(sample, light, tested);
                lay(changes.get(i).of(tested), light, numbers, i * layout.size());
                lay(changes.get(i).of(golden), light, numbers, (samples.size() + i) * layout.size());
            }
            defective[i] = sample.defective();
        }
        return new SampleBatch(numbers, defective);
    }

    /**
     * Decodes every picture of these samples now, so that a broken one is found before the first step.
     *
     * @return how many samples were read
     * @throws SyncException {@code csv_invalid} naming the file that is no picture
     */
    long readAll(List<Sample> samples) {
        for (Sample sample : samples) {
            sample.tested().forEach(pictures::of);
            sample.golden().forEach(pictures::of);
        }
        return samples.size();
    }

    /** The numbers of these samples as they are. */
    SampleBatch batch(List<Sample> samples) {
        return batch(samples, samples.stream().map(sample -> PictureChange.NONE).toList());
    }

    private Raster aligned(Sample sample, int light, Raster tested) {
        Raster golden = pictures.of(sample.golden().get(light));
        Pair pair = new Pair(sample.tested().get(light), sample.golden().get(light));
        return Registration.moved(golden, shifts.computeIfAbsent(pair, any -> Registration.of(tested, golden)));
    }

    private void lay(Raster raster, int light, float[] numbers, int start) {
        for (int colour = 0; colour < Raster.COLOURS; colour++) {
            for (int row = 0; row < layout.height(); row++) {
                normalisation.row(raster, colour, row, numbers, start + layout.start(light, colour, row));
            }
        }
    }

    /** Two pictures that are laid on each other. */
    private record Pair(Path tested, Path golden) {}
}
