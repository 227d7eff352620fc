package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where NVIDIA's skill bank and its image versions lie (aoi.md §3.2 S4-4.3); without one everything but the containers' names is known. */
final class AoiSkillBank {
    private static final String VARIABLE = "TAO_SKILL_BANK_PATH";
    private static final String FOLDER = "tao-skills-external";
    private static final String VERSIONS = "versions.yaml";

    @Option(
            names = "--skill-bank",
            paramLabel = "DIR",
            description = "NVIDIA's skill bank (default: TAO_SKILL_BANK_PATH, else ~/tao-skills-external)")
    @Nullable
    private String skillBank;

    @Option(
            names = "--versions",
            paramLabel = "FILE",
            description = "the container images (default: versions.yaml of the skill bank)")
    @Nullable
    private String versions;

    /** The folder, whether or not it is there; one that was typed must be. */
    Path folder(Invocation in) {
        if (skillBank != null) {
            Path typed = in.path(skillBank);
            demand(Files.isDirectory(typed), "--skill-bank " + skillBank + " is no folder");
            return typed;
        }
        return in.variable(VARIABLE)
                .map(in::path)
                .orElseGet(() -> in.path(in.variable("HOME").orElse(".")).resolve(FOLDER));
    }

    /** The file that names the images; empty where there is none. */
    Optional<Path> versions(Invocation in) {
        if (versions != null) {
            Path typed = in.path(versions);
            demand(Files.isRegularFile(typed), "--versions " + versions + " is no file");
            return Optional.of(typed);
        }
        return Optional.of(folder(in).resolve(VERSIONS)).filter(Files::isRegularFile);
    }

    private static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new SyncException(ErrorCode.USAGE, otherwise);
        }
    }
}
