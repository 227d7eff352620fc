package dev.syncprotocol.aoi.engine;

import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import java.nio.file.Path;

/**
 * One training to do.
 *
 * @param spec the effective specification of the phase, typed; its start checkpoint, tables and image roots are absolute paths
 * @param specFile the same as a file
 * @param phase {@code baseline}, {@code iter1}, …
 * @param trainDir where the results go; exists and is empty
 */
public record TrainOrder(ChangeNetSpec spec, Path specFile, String phase, Path trainDir) {}
