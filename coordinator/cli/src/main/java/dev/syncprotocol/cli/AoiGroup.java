package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync aoi …}. */
@Command(
        name = "aoi",
        description = "The loop that teaches an inspection model: train, find what is weak, mine, repeat.",
        footer = {"", "Example:", "  sync aoi demo-data boards"},
        subcommands = {
            AoiDemoData.class,
            AoiImportDeepPcb.class,
            AoiPreflight.class,
            AoiRun.class,
            AoiResume.class,
            AoiStatus.class,
            AoiReplay.class,
            AoiReport.class,
            AoiKpi.class
        })
final class AoiGroup {}
