package dev.syncprotocol.djl.training;

import ai.djl.ndarray.NDArray;

/** What attention remembers of the columns before the ones being computed. */
interface Past {
    /** Nothing was before. */
    Past NONE = new Past() {
        @Override
        public int columns() {
            return 0;
        }

        @Override
        public NDArray keys(String layer, NDArray newer) {
            return newer;
        }

        @Override
        public NDArray values(String layer, NDArray newer) {
            return newer;
        }

        @Override
        public void advance(int columns) {
            // Forgets at once.
        }
    };

    /** How many columns were before. */
    int columns();

    /** The keys of this layer with the newer ones behind them, rows by heads by columns by width. */
    NDArray keys(String layer, NDArray newer);

    /** The values likewise. */
    NDArray values(String layer, NDArray newer);

    /** So many columns have been computed through all layers. */
    void advance(int columns);
}
