/** Text continued by a model: one token after the other. */
@NullMarked
package dev.syncprotocol.training.generation;

import org.jspecify.annotations.NullMarked;
