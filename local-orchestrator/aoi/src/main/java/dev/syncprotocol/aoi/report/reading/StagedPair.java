package dev.syncprotocol.aoi.report.reading;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A pre-generated pair as it was staged.
 *
 * @param phase the iteration that mined it
 * @param ng the defective picture
 * @param ok its good partner
 */
public record StagedPair(String phase, Path ng, Path ok) {
    /** The first pair by file name that an iteration mined; only files of the staging folders are ever opened. */
    static Optional<StagedPair> firstOf(Path runDir, String phase, List<String> minedFiles) {
        Path ng = runDir.resolve("synth_pool/images/synth_ng");
        Path ok = runDir.resolve("synth_pool/images/synth_ok");
        return minedFiles.stream()
                .map(file -> file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1))
                .filter(name -> !name.isEmpty() && !name.startsWith("."))
                .sorted(Comparator.naturalOrder())
                .map(name -> new StagedPair(phase, ng.resolve(name), ok.resolve(name)))
                .filter(pair -> Files.isRegularFile(pair.ng) && Files.isRegularFile(pair.ok))
                .findFirst();
    }
}
