/** The one gate before a run: the summary that is shown, the token bound to it, and the approval that is kept (specification §9). */
@NullMarked
package dev.syncprotocol.aoi.approval;

import org.jspecify.annotations.NullMarked;
