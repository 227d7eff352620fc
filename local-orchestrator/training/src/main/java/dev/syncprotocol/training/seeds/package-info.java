/** One configuration trained from several seeds: where each stands, and what all of them came to. */
@NullMarked
package dev.syncprotocol.training.seeds;

import org.jspecify.annotations.NullMarked;
