package dev.syncprotocol.coordinator.round;

import dev.syncprotocol.protocol.ProducedArtifact;
import java.util.List;

/**
 * One of the three commands of a round. "Command" is the protocol's word; in code that word belongs to the command line.
 *
 * @param id 1, 2 or 3
 * @param title one line
 * @param instruction sections and copyable blocks; paths relative to the repository root
 * @param run argument list that carries it out, no shell; empty where a person or an agent does the work
 * @param produces what it should leave behind; never with digests
 */
public record Directive(int id, String title, String instruction, List<String> run, List<ProducedArtifact> produces) {
    public Directive {
        run = List.copyOf(run);
        produces = List.copyOf(produces);
    }
}
