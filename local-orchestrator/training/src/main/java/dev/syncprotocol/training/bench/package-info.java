/** How fast an engine trains and generates, beside the bare matrix products of the same shapes. */
@NullMarked
package dev.syncprotocol.training.bench;

import org.jspecify.annotations.NullMarked;
