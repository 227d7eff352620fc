/** Live scorers for the preflight, by provider, each call with its evidence. */
@NullMarked
package dev.syncprotocol.agent.scorer;

import org.jspecify.annotations.NullMarked;
