/** A git repository with .sync/config.yaml, and how one is made. */
@NullMarked
package dev.syncprotocol.coordinator.workspace;

import org.jspecify.annotations.NullMarked;
