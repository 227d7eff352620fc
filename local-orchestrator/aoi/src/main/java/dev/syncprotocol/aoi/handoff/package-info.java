/** What a finished loop hands to whoever runs its model: one small document and a specification that runs. */
@NullMarked
package dev.syncprotocol.aoi.handoff;

import org.jspecify.annotations.NullMarked;
