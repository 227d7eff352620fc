package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync agents …}. */
@Command(
        name = "agents",
        description = "Let agents find Sync: their MCP configuration and rules.",
        subcommands = AgentsInstall.class,
        footer = {"", "Example:", "  sync agents install --for cursor"})
final class AgentsGroup {}
