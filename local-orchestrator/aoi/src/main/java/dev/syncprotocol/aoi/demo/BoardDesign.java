package dev.syncprotocol.aoi.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The layout all boards of a project share: pads on a grid, traces between them at 45° and 90°, silkscreen; cut into components.
 *
 * @param name the project, for example {@code D01}
 * @param components the crops that show enough copper
 */
record BoardDesign(String name, List<Component> components) {
    /** Places around a crop that a shifted photograph uncovers. */
    static final int MARGIN = 2;

    private static final int COLUMNS = 4;
    private static final int ROWS = 4;
    /** Lattice steps a crop; a step is 16 places of a 64-pixel crop. */
    private static final int STEPS = 4;

    BoardDesign {
        components = List.copyOf(components);
    }

    /**
     * A component of the layout, its mask with {@link #MARGIN} around it.
     *
     * @param name for example {@code C07@1}
     * @param copper where copper is
     * @param pads where it is bare
     * @param print where silkscreen is
     */
    record Component(String name, CopperMask copper, CopperMask pads, CopperMask print) {
        /** Pixels of the crop's side. */
        int size() {
            return copper.width() - 2 * MARGIN;
        }
    }

    static BoardDesign draw(String name, int size, DemoRandom random) {
        Layout layout = new Layout(COLUMNS * size + 2 * MARGIN, ROWS * size + 2 * MARGIN, size / STEPS, random);
        layout.draw(COLUMNS * ROWS * 3);
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            int left = i % COLUMNS * size;
            int top = i / COLUMNS * size;
            int side = size + 2 * MARGIN;
            Component component = new Component(
                    String.format("C%02d@1", i + 1),
                    layout.copper().crop(left, top, side, side),
                    layout.pads().crop(left, top, side, side),
                    layout.print().crop(left, top, side, side));
            if (isWorthLookingAt(component)) {
                components.add(component);
            }
        }
        return new BoardDesign(name, components);
    }

    /** At least two pieces of copper, and between a fifth and two thirds of the crop. */
    private static boolean isWorthLookingAt(Component component) {
        int size = component.size();
        Topology topology = Topology.of(component.copper().crop(MARGIN, MARGIN, size, size));
        int share = 100 * topology.area() / (size * size);
        return topology.components() >= 2 && share >= 20 && share <= 66;
    }
}
