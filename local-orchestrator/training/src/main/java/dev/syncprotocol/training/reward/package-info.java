/** The rewards this build has, each found by its name. */
@NullMarked
package dev.syncprotocol.training.reward;

import org.jspecify.annotations.NullMarked;
