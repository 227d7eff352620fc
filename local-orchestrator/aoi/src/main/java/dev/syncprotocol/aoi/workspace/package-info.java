/** Where the loop's inputs and results stand below a workspace (specification §3.6, §3.7). */
@NullMarked
package dev.syncprotocol.aoi.workspace;

import org.jspecify.annotations.NullMarked;
