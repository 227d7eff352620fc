package dev.syncprotocol.agent.model;

import dev.langchain4j.data.message.AiMessage;

/**
 * What a model answered.
 *
 * @param message its text and the tools it calls
 * @param usage tokens, estimated where the provider names none
 * @param model the name the provider gives the model
 * @param finish why it stopped, a word of the provider's; {@code unknown} where it names none
 */
public record ModelReply(AiMessage message, Usage usage, String model, String finish) {}
