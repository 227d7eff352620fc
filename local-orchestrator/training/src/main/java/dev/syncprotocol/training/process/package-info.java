/** An outside trainer: its command line, its process, its metrics file. */
@NullMarked
package dev.syncprotocol.training.process;

import org.jspecify.annotations.NullMarked;
