/** Digests and the paths they belong to. */
@NullMarked
package dev.syncprotocol.protocol.digest;

import org.jspecify.annotations.NullMarked;
