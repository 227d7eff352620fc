/** The command line: options, wiring, exit codes and words for people. The only module that prints and exits. */
@NullMarked
package dev.syncprotocol.cli;

import org.jspecify.annotations.NullMarked;
