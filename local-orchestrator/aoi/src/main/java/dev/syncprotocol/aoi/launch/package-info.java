/** The process the loop runs in: the only place of this module that touches streams, environment and exit code. */
@NullMarked
package dev.syncprotocol.aoi.launch;

import org.jspecify.annotations.NullMarked;
