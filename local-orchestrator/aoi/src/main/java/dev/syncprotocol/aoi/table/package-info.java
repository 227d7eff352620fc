/** Sample tables as the loop reads and writes them: the 14 columns, labels, lights, picture paths. */
@NullMarked
package dev.syncprotocol.aoi.table;

import org.jspecify.annotations.NullMarked;
