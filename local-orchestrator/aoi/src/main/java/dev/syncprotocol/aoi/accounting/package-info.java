/** Every row accounted for at every stage edge, per label and provenance (specification §11.8). */
@NullMarked
package dev.syncprotocol.aoi.accounting;

import org.jspecify.annotations.NullMarked;
