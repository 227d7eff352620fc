package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync train …}. */
@Command(
        name = "train",
        description = "The training system: skeleton, configs, runs, models.",
        footer = {"", "Example:", "  sync train verify --config configs/train_local.yaml"},
        subcommands = {
            TrainScaffold.class,
            TrainVerify.class,
            TrainRun.class,
            TrainResume.class,
            TrainImport.class,
            TrainGenerate.class,
            TrainExport.class
        })
final class TrainGroup {}
