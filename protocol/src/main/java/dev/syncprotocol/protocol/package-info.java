/** Documents both parties exchange: the SYNC package, the round plan, and the names they use. */
@NullMarked
package dev.syncprotocol.protocol;

import org.jspecify.annotations.NullMarked;
