package dev.syncprotocol.gates.rc1;

/** The version of this program, as its jar states it: what reports, rounds and tickets name. */
public final class ToolVersion {
    private ToolVersion() {}

    /** The version in the manifest of the jar that holds a class. */
    public static String of(Class<?> one) {
        String version = one.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
