package dev.syncprotocol.coordinator.workspace;

/** Which protocol a provider of a language model speaks. */
public enum ProviderKind {
    /** Google's Gemini API. */
    GEMINI,
    /** An OpenAI-compatible endpoint, also a local one such as llama.cpp or Ollama. */
    OPENAI,
    /** Recorded exchanges, played back; nothing is asked of anybody. */
    REPLAY
}
