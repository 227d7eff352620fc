package dev.syncprotocol.aoi.tokens;

import java.time.Instant;

/**
 * One answer of a language model in a transcript.
 *
 * @param at when it was written
 * @param tokens of this one message
 */
record AssistantMessage(Instant at, TokenCounts tokens) {}
