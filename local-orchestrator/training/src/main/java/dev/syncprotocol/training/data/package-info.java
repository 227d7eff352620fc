/** Rows of text to batches of tokens, in an order that is a pure function of seed and epoch. */
@NullMarked
package dev.syncprotocol.training.data;

import org.jspecify.annotations.NullMarked;
