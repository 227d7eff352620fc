package dev.syncprotocol.training;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.runs.AuditLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What a callback may see of its run.
 *
 * @param workspace the folder all paths of the config are relative to
 * @param config the run's configuration
 * @param effectiveConfig bytes of {@code reports/config_effective.yaml}
 * @param engine the engine, for its state and for evaluation
 * @param tokenizer of the model
 * @param tokenizerSha256 digest of the files it was read from
 * @param strategy the strategy, for evaluation
 * @param batches the batches, for their state
 * @param examples what the strategy needs of a data row
 * @param resumedFrom the checkpoint this process went on from
 * @param startStep the step of that checkpoint; 0 for a fresh run
 * @param evaluations told of every evaluation
 * @param audit the audit trail of the workspace
 * @param clock where times come from
 */
public record RunContext(
        Path workspace,
        TrainConfig config,
        EffectiveConfig effectiveConfig,
        Engine engine,
        Tokenizer tokenizer,
        Sha256 tokenizerSha256,
        Strategy strategy,
        BatchSource batches,
        ExampleForm examples,
        Optional<Path> resumedFrom,
        long startStep,
        Evaluations evaluations,
        AuditLog audit,
        Clock clock) {}
