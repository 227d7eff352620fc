/** The TAO adaptor: NVIDIA's containers through docker's argument lists, behind the same engine port (specification §12.3). */
@NullMarked
package dev.syncprotocol.aoi.tao;

import org.jspecify.annotations.NullMarked;
