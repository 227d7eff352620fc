/** {@code deft_state.json}: a run's snapshot, rebuilt as the fold of its log after every entry. */
@NullMarked
package dev.syncprotocol.aoi.state;

import org.jspecify.annotations.NullMarked;
