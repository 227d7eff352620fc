/** The shipped JSON Schemas and the validator over them. */
@NullMarked
package dev.syncprotocol.protocol.schema;

import org.jspecify.annotations.NullMarked;
