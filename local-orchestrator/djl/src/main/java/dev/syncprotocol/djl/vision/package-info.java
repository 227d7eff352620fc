/** The embedded change classifier: a small siamese network on libtorch behind the loop's engine port. */
@NullMarked
package dev.syncprotocol.djl.vision;

import org.jspecify.annotations.NullMarked;
