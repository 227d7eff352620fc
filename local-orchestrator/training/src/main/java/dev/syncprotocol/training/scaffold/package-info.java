/** The skeleton of a workspace: folders, configurations, a tiny model and wrappers, written where they are missing. */
@NullMarked
package dev.syncprotocol.training.scaffold;

import org.jspecify.annotations.NullMarked;
