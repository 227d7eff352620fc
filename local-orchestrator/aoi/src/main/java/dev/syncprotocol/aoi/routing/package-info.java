/** Where weak samples go: to mining, in inline mode also to the generator (specification §11.4, §8.8). */
@NullMarked
package dev.syncprotocol.aoi.routing;

import org.jspecify.annotations.NullMarked;
