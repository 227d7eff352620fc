package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync round …}. */
@Command(
        name = "round",
        description = "Open, show and carry out rounds.",
        footer = {"", "Example:", "  sync round next"},
        subcommands = {RoundNext.class, RoundShow.class, RoundList.class, RoundRun.class, RoundAbandon.class})
final class RoundGroup {}
