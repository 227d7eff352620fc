package dev.syncprotocol.aoi.demo;

import java.util.Locale;

/**
 * How a light shows materials: red, green, blue of the board, of covered copper, of bare copper and of silkscreen, and whether bare copper glares.
 */
enum Light {
    /** Bright copper on dark green, with specular spots. */
    SOLDER(0x123A26, 0xB8823C, 0xE6B45A, 0x8C9084, true),
    /** Diffuse: everything nearer to everything else. */
    WHITE(0x3C7850, 0x8CA86C, 0xC8B07C, 0xDCDCD2, false);

    private final int board;
    private final int covered;
    private final int bare;
    private final int print;
    private final boolean glares;

    Light(int board, int covered, int bare, int print, boolean glares) {
        this.board = board;
        this.covered = covered;
        this.bare = bare;
        this.print = print;
        this.glares = glares;
    }

    /** The light a suffix names: {@code White…} is diffuse, every other one is as {@code SolderLight}. */
    static Light of(String suffix) {
        return suffix.toLowerCase(Locale.ROOT).startsWith("white") ? WHITE : SOLDER;
    }

    int board() {
        return board;
    }

    int covered() {
        return covered;
    }

    int bare() {
        return bare;
    }

    int print() {
        return print;
    }

    boolean glares() {
        return glares;
    }
}
