/** What authors of engines, strategies and callbacks see: the trainer's one loop, its configuration and its parts. */
@NullMarked
package dev.syncprotocol.training;

import org.jspecify.annotations.NullMarked;
