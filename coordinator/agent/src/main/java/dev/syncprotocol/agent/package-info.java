/** The external party as a live agent. */
@NullMarked
package dev.syncprotocol.agent;

import org.jspecify.annotations.NullMarked;
