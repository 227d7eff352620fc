package dev.syncprotocol.aoi.spec;

import java.util.List;

/**
 * The {@code augmentation_config} block: the same transform for a picture and its golden, in training only.
 *
 * @param mean per colour, subtracted after scaling to 0..1
 * @param deviation per colour, divided by
 * @param augment whether anything below happens
 * @param verticalFlip probability, 0 when off
 * @param horizontalFlip probability, 0 when off
 * @param rotate probability, 0 when off
 * @param angles degrees to choose from
 * @param color probability, 0 when off
 * @param brightness relative range
 * @param contrast relative range
 * @param saturation relative range
 * @param hue range as a share of the circle
 * @param crop whether random crops are made
 * @param blur whether random blur is applied
 */
public record Augmentation(
        List<Double> mean,
        List<Double> deviation,
        boolean augment,
        double verticalFlip,
        double horizontalFlip,
        double rotate,
        List<Double> angles,
        double color,
        double brightness,
        double contrast,
        double saturation,
        double hue,
        boolean crop,
        boolean blur) {
    public Augmentation {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        angles = List.copyOf(angles);
    }
}
