/** Language-model tokens of an agent's transcripts, attributed to the stages of the loop it drove. */
@NullMarked
package dev.syncprotocol.aoi.tokens;

import org.jspecify.annotations.NullMarked;
