/** Pictures as numbers: decoded, resized, turned and coloured, laid out for a network. */
@NullMarked
package dev.syncprotocol.djl.picture;

import org.jspecify.annotations.NullMarked;
