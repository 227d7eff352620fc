package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync preflight …}. */
@Command(
        name = "preflight",
        description = "The gates before a training run: data, scorer, weights, and the ticket.",
        footer = {"", "Example:", "  sync preflight run"},
        subcommands = {
            PreflightRun.class,
            PreflightRound1.class,
            PreflightRound2.class,
            PreflightProbe.class,
            PreflightAntiSim.class,
            PreflightShadow.class,
            PreflightBuildPool.class,
            PreflightValidatePool.class,
            PreflightMetrics.class,
            PreflightBucketize.class,
            PreflightDifficulty.class,
            PreflightWeights.class,
            PreflightTicket.class,
            PreflightScaffold.class,
            PreflightImportSource.class,
            PreflightMakeSources.class,
        })
final class PreflightGroup {}
