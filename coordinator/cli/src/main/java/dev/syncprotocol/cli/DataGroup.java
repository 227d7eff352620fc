package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync data …}. */
@Command(
        name = "data",
        description = "Data for the smallest loop, and a balanced pool from elsewhere.",
        footer = {"", "Example:", "  sync data make-min"},
        subcommands = {DataMakeMin.class, DataImportBalanced.class})
final class DataGroup {}
