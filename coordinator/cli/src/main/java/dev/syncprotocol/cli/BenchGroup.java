package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync bench …}. */
@Command(
        name = "bench",
        description = "Put this program itself to the proof.",
        footer = {"", "Example:", "  sync bench simulate --runs 100"},
        subcommands = {BenchSimulate.class, BenchTrain.class, BenchPool.class})
final class BenchGroup {}
