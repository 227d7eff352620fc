package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync bench …}. */
@Command(
        name = "bench",
        description = "How fast the program is on this machine, with what it found.",
        footer = {"", "Example:", "  sync bench pool data/rollouts/rc1_seed.jsonl"},
        subcommands = {BenchPool.class})
final class BenchGroup {}
