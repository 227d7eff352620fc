/** The callbacks this build has: metrics, checkpoints, shadow evaluation. */
@NullMarked
package dev.syncprotocol.training.callback;

import org.jspecify.annotations.NullMarked;
