/** What a run leaves behind: metrics, error reports, fail packs. */
@NullMarked
package dev.syncprotocol.runs;

import org.jspecify.annotations.NullMarked;
