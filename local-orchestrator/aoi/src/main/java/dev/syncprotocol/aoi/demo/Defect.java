package dev.syncprotocol.aoi.demo;

import java.util.Locale;

/** The six defects and what each does to the mask (specification §13.1, the table). */
enum Defect {
    /** A gap through a trace. */
    OPEN {
        @Override
        boolean holds(Topology golden, Topology found) {
            return found.components() == golden.components() + 1;
        }
    },
    /** A bridge between two traces. */
    SHORT {
        @Override
        boolean holds(Topology golden, Topology found) {
            return found.components() == golden.components() - 1;
        }
    },
    /** A bite out of an edge. */
    MOUSEBITE {
        @Override
        boolean holds(Topology golden, Topology found) {
            return sameShape(golden, found) && found.area() < golden.area();
        }
    },
    /** A thorn on an edge. */
    SPUR {
        @Override
        boolean holds(Topology golden, Topology found) {
            return sameShape(golden, found) && found.area() > golden.area();
        }
    },
    /** A blob of its own. */
    COPPER {
        @Override
        boolean holds(Topology golden, Topology found) {
            return found.components() == golden.components() + 1 && found.area() > golden.area();
        }
    },
    /** A hole inside copper. */
    PIN_HOLE {
        @Override
        boolean holds(Topology golden, Topology found) {
            return found.holes() == golden.holes() + 1 && found.components() == golden.components();
        }
    };

    /** Whether a mask differs from its golden one as this defect says. */
    abstract boolean holds(Topology golden, Topology found);

    /** The row's label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean sameShape(Topology golden, Topology found) {
        return found.components() == golden.components() && found.holes() == golden.holes();
    }
}
