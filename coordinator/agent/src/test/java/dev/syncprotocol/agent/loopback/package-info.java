/** Providers on this machine's loopback: they speak the real protocols, streaming and tool calls included. */
@NullMarked
package dev.syncprotocol.agent.loopback;

import org.jspecify.annotations.NullMarked;
