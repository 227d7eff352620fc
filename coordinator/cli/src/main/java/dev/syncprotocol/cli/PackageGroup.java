package dev.syncprotocol.cli;

import picocli.CommandLine.Command;

/** {@code sync package …}. */
@Command(
        name = "package",
        description = "Draft the local SYNC package.",
        footer = {"", "Example:", "  sync package draft > package.json"},
        subcommands = {PackageDraftVerb.class})
final class PackageGroup {}
