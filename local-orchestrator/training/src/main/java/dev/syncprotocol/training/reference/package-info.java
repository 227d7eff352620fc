/** The engine {@code java_ref}: a decoder in doubles on the heap, independent of the native one, for small models and for checking. */
@NullMarked
package dev.syncprotocol.training.reference;

import org.jspecify.annotations.NullMarked;
