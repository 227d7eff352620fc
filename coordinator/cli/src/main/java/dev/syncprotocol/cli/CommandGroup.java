package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync command …}. */
@Command(
        name = "command",
        description = "Report one command of the open round.",
        footer = {"", "Example:", "  sync command done 1"},
        subcommands = {CommandDone.class, CommandFail.class})
final class CommandGroup {}
