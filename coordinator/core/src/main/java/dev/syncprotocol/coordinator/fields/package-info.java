/** A typed look into the JSON trees of our own records. A leaf. */
@NullMarked
package dev.syncprotocol.coordinator.fields;

import org.jspecify.annotations.NullMarked;
