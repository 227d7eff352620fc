/** Checkpoints: written atomically, verified before they are read back. */
@NullMarked
package dev.syncprotocol.training.checkpoint;

import org.jspecify.annotations.NullMarked;
