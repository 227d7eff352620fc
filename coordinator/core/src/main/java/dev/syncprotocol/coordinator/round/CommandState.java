package dev.syncprotocol.coordinator.round;

import java.util.Optional;

/**
 * One command of a round with its newest report.
 *
 * @param directive the command
 * @param report the newest report; empty while there is none
 */
public record CommandState(Directive directive, Optional<CommandReported> report) {}
