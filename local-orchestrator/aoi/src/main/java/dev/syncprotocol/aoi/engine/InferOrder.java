package dev.syncprotocol.aoi.engine;

import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.TableLocation;
import java.nio.file.Path;

/**
 * One table to score.
 *
 * @param spec the effective specification of the phase, typed
 * @param specFile the same as a file
 * @param phase {@code baseline}, {@code iter1}, …
 * @param kind {@code best_val}, {@code latest} or {@code benchmark}
 * @param checkpoint the weights
 * @param table the table and its image root, absolute
 * @param outputDir where {@code inference.csv} goes; exists
 */
public record InferOrder(
        ChangeNetSpec spec,
        Path specFile,
        String phase,
        String kind,
        Path checkpoint,
        TableLocation table,
        Path outputDir) {}
