package dev.syncprotocol.cli;

import java.io.IOException;

/** A command that answers. Failures are thrown; {@link FrontDoor} turns them into words, JSON and an exit code. */
interface Verb {
    Answer answer(Invocation invocation) throws IOException;
}
