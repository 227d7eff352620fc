package dev.syncprotocol.cli;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code sync preflight run}. */
@Command(
        name = "run",
        description = {
            "The whole preflight: round 1, round 2, the ticket.",
            "Flags of its steps go on with the step's name: --build-pool.n 6000."
        },
        footer = {
            "",
            "Example:",
            "  sync preflight run",
            "  sync preflight run --then-train --train-config configs/train_local.yaml"
        })
final class PreflightRun implements Verb {
    @Mixin
    private final RoundOptions options = new RoundOptions();

    @Unmatched
    private List<String> stepFlags = new ArrayList<>();

    @Option(
            names = {"--ticket-max-age-h", "--ticket_max_age_h"},
            paramLabel = "H",
            description = "age limit of the ticket, hours (default: 0, none)")
    private double maxAge;

    @Option(names = "--then-train", description = "go on with the training once the ticket is made")
    private boolean thenTrain;

    @Option(
            names = {"--train-config", "--train_config"},
            paramLabel = "FILE",
            description = "what --then-train trains (default: the RC1 config)")
    @Nullable
    private String trainConfig;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (trainConfig != null && !thenTrain) {
            throw new SyncException(ErrorCode.USAGE, "--train-config goes with --then-train")
                    .withNext("sync preflight run --then-train --train-config " + trainConfig);
        }
        Optional<String> trains = Optional.of(thenTrain)
                .filter(wished -> wished)
                .map(wished -> Objects.requireNonNullElseGet(trainConfig, options::config));
        return new PreflightRounds(in, options, stepFlags, "run", trains).play(List.of(1, 2), maxAge);
    }
}
