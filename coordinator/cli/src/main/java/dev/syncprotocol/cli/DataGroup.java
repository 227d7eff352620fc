package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync data …}. */
@Command(
        name = "data",
        description = "Data for the smallest loop.",
        footer = {"", "Example:", "  sync data make-min"},
        subcommands = {DataMakeMin.class})
final class DataGroup {}
