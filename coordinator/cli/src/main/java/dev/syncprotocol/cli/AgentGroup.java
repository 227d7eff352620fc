package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync agent …}. */
@Command(
        name = "agent",
        description = {
            "A language model as the other party: drafts that are checked.",
            "Asks the provider that .sync/config.yaml names over the network; a key comes",
            "from the environment or from a file outside the repository."
        },
        footer = {"", "Example:", "  sync agent fulfil --dry-run", "  sync agent fulfil --budget 50k"},
        subcommands = {AgentFulfil.class, AgentProposeRound.class})
final class AgentGroup {}
