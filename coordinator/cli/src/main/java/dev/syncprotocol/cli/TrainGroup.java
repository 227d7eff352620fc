package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync train …}. */
@Command(
        name = "train",
        description = "The training system: skeleton, configs, models.",
        footer = {"", "Example:", "  sync train verify --config configs/train_local.yaml"},
        subcommands = {TrainScaffold.class, TrainVerify.class, TrainImport.class, TrainGenerate.class, TrainExport.class
        })
final class TrainGroup {}
