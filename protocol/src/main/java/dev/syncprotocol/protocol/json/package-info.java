/** The one JSON mapper, strict reading with places, canonical writing; YAML in. */
@NullMarked
package dev.syncprotocol.protocol.json;

import org.jspecify.annotations.NullMarked;
