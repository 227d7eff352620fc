/** Every call of a model is written down, without secrets; what is written down can be played back, labelled as replay. */
@NullMarked
package dev.syncprotocol.agent.exchange;

import org.jspecify.annotations.NullMarked;
