/** Gap analysis: which samples the model is weakest on (specification §11.4, §8.7). */
@NullMarked
package dev.syncprotocol.aoi.rca;

import org.jspecify.annotations.NullMarked;
