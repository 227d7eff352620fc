package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.ledger.CodeSnapshot;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.rc1.Rc1Context;
import dev.syncprotocol.gates.rc1.Rc1Steps;
import dev.syncprotocol.gates.rc1.ScorerSource;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The preflight of this call: its context, read from the environment here and nowhere else, and the scorers it may ask.
 *
 * @param context where and when
 * @param scorers who scores
 */
record PreflightDoor(Rc1Context context, ScorerSource scorers) {
    static PreflightDoor of(Invocation in) throws IOException {
        Path root = StoreDoor.root(in);
        Rc1Context context = new Rc1Context(
                root,
                in.clock(),
                RunMode.of(in.variable("RUN_MODE")),
                Version.text(),
                "pf-" + Timestamp.inName(in.clock().instant()),
                git(root),
                in.variable("BASE_MODEL").orElse(Rc1Context.BASE_MODEL));
        return new PreflightDoor(context, new ScorerDoor(in.environment(), root, in.clock()));
    }

    Rc1Steps steps() {
        return new Rc1Steps(context, scorers);
    }

    Path workspace() {
        return context.workspace();
    }

    static Optional<Rc1Context.GitFacts> git(Path root) throws IOException {
        Optional<String> commit = CodeSnapshot.around(root).flatMap(CodeSnapshot::commit);
        return commit.isEmpty()
                ? Optional.empty()
                : Optional.of(new Rc1Context.GitFacts(commit.get(), GitStatus.porcelain(root)));
    }
}
