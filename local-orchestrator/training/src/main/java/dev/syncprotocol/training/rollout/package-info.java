/** What strategies that learn from their own samples share: sampling, episodes, and objectives of single tokens. */
@NullMarked
package dev.syncprotocol.training.rollout;

import org.jspecify.annotations.NullMarked;
