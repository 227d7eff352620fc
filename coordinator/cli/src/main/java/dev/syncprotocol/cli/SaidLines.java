package dev.syncprotocol.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What is written for people, line by line, for who shows it elsewhere. */
final class SaidLines extends OutputStream {
    private final Consumer<String> listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    SaidLines(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public void write(int octet) {
        if (octet == '\n') {
            listener.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else {
            line.write(octet);
        }
    }
}
