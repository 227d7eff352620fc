/** What went wrong, as a value: one exception root, stable codes, violations with their place. A leaf. */
@NullMarked
package dev.syncprotocol.protocol.error;

import org.jspecify.annotations.NullMarked;
