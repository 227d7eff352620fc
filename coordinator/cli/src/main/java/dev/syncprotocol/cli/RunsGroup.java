package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync runs …}. */
@Command(
        name = "runs",
        description = "The run store: immutable runs, a registry, a verified best.",
        footer = {"", "Example:", "  sync runs new --config configs/exp-sample.yaml"},
        subcommands = {
            RunsNew.class,
            RunsFinish.class,
            RunsList.class,
            RunsShow.class,
            RunsCompare.class,
            RunsBest.class,
            RunsVerify.class,
            RunsRestoreBest.class,
            RunsCleanup.class,
            RunsRecover.class,
            RunsMirror.class,
            RunsExport.class,
            RunsGuardrails.class,
        })
final class RunsGroup {}
