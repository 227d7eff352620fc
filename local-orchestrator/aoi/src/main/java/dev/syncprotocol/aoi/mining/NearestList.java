package dev.syncprotocol.aoi.mining;

import java.util.ArrayList;
import java.util.List;

/** The nearest sources met so far, nearest first; of equals the one met first stays in front. */
final class NearestList {
    private final int[] sources;
    private final double[] closeness;
    private int size;

    NearestList(int k) {
        sources = new int[k];
        closeness = new double[k];
    }

    void offer(int source, double close) {
        if (size == sources.length && close <= closeness[size - 1]) {
            return;
        }
        int place = size < sources.length ? size++ : size - 1;
        while (place > 0 && closeness[place - 1] < close) {
            sources[place] = sources[place - 1];
            closeness[place] = closeness[place - 1];
            place--;
        }
        sources[place] = source;
        closeness[place] = close;
    }

    List<Neighbour> neighbours() {
        List<Neighbour> neighbours = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            neighbours.add(new Neighbour(sources[i], closeness[i]));
        }
        return neighbours;
    }
}
