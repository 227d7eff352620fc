package dev.syncprotocol.cli;

import dev.syncprotocol.gates.rc1.ToolVersion;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"sync " + text()};
    }

    static String text() {
        return ToolVersion.of(Version.class);
    }
}
