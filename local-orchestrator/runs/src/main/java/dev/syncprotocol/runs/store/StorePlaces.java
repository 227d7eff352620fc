package dev.syncprotocol.runs.store;

/**
 * Where the runs and the registry of a store are, as configurations write it: {@code paths.output_root} and {@code
 * paths.registry_dir} (run-store.md section 8.1). A run named by its folder needs neither: its lock says both.
 *
 * @param outputRoot holds {@code runs/} and {@code configs/}, relative to the workspace
 * @param registryDir holds {@code models.csv}, relative to the workspace
 */
public record StorePlaces(String outputRoot, String registryDir) {
    /** Where nothing is configured. */
    public static final StorePlaces STANDARD = new StorePlaces("./experiments", "./registry");
}
