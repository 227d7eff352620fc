/** Pretrained weights that a run was approved to fetch: where from, exactly one file, digested on its way to the disk. */
@NullMarked
package dev.syncprotocol.aoi.weights;

import org.jspecify.annotations.NullMarked;
