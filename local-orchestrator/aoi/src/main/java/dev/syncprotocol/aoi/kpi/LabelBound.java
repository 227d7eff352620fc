package dev.syncprotocol.aoi.kpi;

/**
 * What the evaluation says about one kind of defect.
 *
 * @param label the defect, lower case
 * @param n how many samples of it there are
 * @param missed how many escape at the stored threshold
 * @param lowestScore the smallest score among them
 * @param margin {@code lowestScore} minus the stored threshold: how close the weakest one is to escaping
 * @param missRateUpperPct one-sided 95 % upper bound of its miss rate, percent
 */
public record LabelBound(String label, int n, int missed, double lowestScore, double margin, double missRateUpperPct) {}
