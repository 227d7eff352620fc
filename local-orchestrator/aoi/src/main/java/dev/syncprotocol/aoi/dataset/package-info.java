/** The training table of an iteration: assembled, traced to its origins, validated (specification §11.6, §8.10). */
@NullMarked
package dev.syncprotocol.aoi.dataset;

import org.jspecify.annotations.NullMarked;
