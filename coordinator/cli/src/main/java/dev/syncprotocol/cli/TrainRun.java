package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync train run}: the seed's launch command; it passes the same gate as {@code sync launch}. */
@Command(
        name = "run",
        description = {
            "Train by a config; passes the same gate as sync launch.",
            "Each training is a run of its own. In a plain folder there is no gate",
            "and no run; the config check holds. An RC1 config with several seeds",
            "trains each of them, one after another, and sums them up."
        },
        footer = {
            "",
            "Example:",
            "  sync train run --config configs/train_min.yaml",
            "  sync train run --config configs/train_min.yaml --seed 7 --fresh"
        })
final class TrainRun implements Verb {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "the training config")
    private String config = "";

    @ArgGroup
    private From from = new From();

    @Mixin
    private TrainChanges changes = new TrainChanges();

    /** Two names of one thing; both at once are refused. */
    static final class From {
        @Option(
                names = "--resume",
                paramLabel = "DIR",
                description = "the checkpoint to go on from, or the word latest")
        @Nullable
        private String resume;

        @Option(
                names = {"--resume-from", "--resume_from"},
                paramLabel = "DIR",
                description = "the same")
        @Nullable
        private String resumeFrom;

        Optional<String> folder() {
            return Optional.ofNullable(resume).or(() -> Optional.ofNullable(resumeFrom));
        }
    }

    @Override
    public Answer answer(Invocation in) throws IOException {
        return TrainCall.of(config, from.folder(), changes).answer(in);
    }
}
