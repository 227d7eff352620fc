package dev.syncprotocol.agent.fulfil;

/** A tool does not do what the model asked; the message goes back to the model. Never leaves this package. */
final class ToolRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolRefusal(String message) {
        super(message);
    }
}
