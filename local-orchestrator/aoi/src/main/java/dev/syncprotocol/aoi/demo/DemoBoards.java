package dev.syncprotocol.aoi.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Makes boards one after the other; no board is in two sets. */
final class DemoBoards {
    private static final int DESIGNS = 6;
    private static final int FIRST_SERIAL = 30_001;
    private static final int COMPONENTS_A_BOARD = 10;

    private final long seed;
    private final List<BoardDesign> designs = new ArrayList<>();
    private int serial = FIRST_SERIAL;

    DemoBoards(long seed, int size) {
        this.seed = seed;
        for (int i = 1; i <= DESIGNS; i++) {
            String name = String.format("D%02d", i);
            designs.add(BoardDesign.draw(name, size, DemoRandom.of(seed, "design", name)));
        }
    }

    List<BoardDesign> designs() {
        return List.copyOf(designs);
    }

    /**
     * Components of new boards.
     *
     * @param rows how many
     * @param defects how many of them are defective
     * @param kinds the defects, in turn
     */
    List<DemoSample> draw(int rows, int defects, List<Defect> kinds) {
        List<DemoSample> samples = good(rows);
        DemoRandom random = DemoRandom.of(seed, "defects", samples.get(0).board());
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            order.add(i);
        }
        Deque<Integer> free = new ArrayDeque<>(random.shuffled(order));
        for (int i = 0; i < defects; i++) {
            damage(samples, free, kinds.get(i % kinds.size()), random);
        }
        return samples;
    }

    private List<DemoSample> good(int rows) {
        List<DemoSample> samples = new ArrayList<>();
        while (samples.size() < rows) {
            BoardDesign design = designs.get(serial % designs.size());
            String board = Integer.toString(serial++);
            DemoRandom random = DemoRandom.of(seed, "board", board);
            random.shuffled(design.components()).stream()
                    .limit(Math.min(COMPONENTS_A_BOARD, rows - samples.size()))
                    .map(component -> new DemoSample(board, design, component, Optional.empty()))
                    .forEach(samples::add);
        }
        return samples;
    }

    /** Puts a defect on the next free component that takes it; the others stay free for other defects. */
    private static void damage(List<DemoSample> samples, Deque<Integer> free, Defect defect, DemoRandom random) {
        for (int i = free.size(); i > 0; i--) {
            int place = free.removeFirst();
            DemoSample sample = samples.get(place);
            Optional<DrawnDefect> drawn =
                    DrawnDefect.draw(defect, sample.component().copper(), BoardDesign.MARGIN, random);
            if (drawn.isPresent()) {
                samples.set(place, new DemoSample(sample.board(), sample.design(), sample.component(), drawn));
                return;
            }
            free.addLast(place);
        }
        throw new IllegalStateException("no component takes a defect " + defect.label());
    }
}
