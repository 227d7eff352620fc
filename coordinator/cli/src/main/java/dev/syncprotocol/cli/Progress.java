package dev.syncprotocol.cli;

import java.io.PrintStream;

/**
 * Words while something is going on, on stderr.
 *
 * @param out where they go
 * @param live whether a line may be redrawn in place (a terminal)
 * @param style how words are set off there
 */
record Progress(PrintStream out, boolean live, Style style) {
    void say(String line) {
        out.println(Style.shown(line));
        out.flush();
    }
}
