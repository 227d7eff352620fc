package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.ConfigOverrides;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.LoadedConfig;
import dev.syncprotocol.training.TrainConfigReader;
import dev.syncprotocol.training.process.TrainerCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync train verify}: exit 0 or 2, no side effects unless asked for. */
@Command(
        name = "verify",
        description = "Check a training config: every fault at once, with line and key.",
        footer = {
            "",
            "Example:",
            "  sync train verify --config configs/train_local.yaml",
            "  sync train verify --config configs/ppo_scale.yaml --advise"
        })
final class TrainVerify implements Verb {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "the training config")
    private String config = "";

    @Option(
            names = {"--write-effective", "--write_effective"},
            description = "also write reports/config_effective.yaml")
    private boolean writeEffective;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a value of the config, for example run.seed=7; may be repeated")
    private List<String> set = List.of();

    @Option(
            names = "--advise",
            description = "say what to change; an RC1 config's pool and sampling are warned about, not refused")
    private boolean advise;

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path root = Wiring.root(in);
        RepoPath path = Typed.inside(root, in.folder(), config);
        byte[] changed = ConfigOverrides.apply(Typed.bytes(path.below(root)), path.value(), set);
        return TrainConfigReader.isRc1(changed)
                ? valid(rc1(root, Rc1Verify.of(path, changed, advise, in), in), root, in)
                : valid(local(root, in), root, in);
    }

    /**
     * What holds.
     *
     * @param plan the config
     * @param advice what is only advised about it
     */
    private record Verified(LaunchPlan plan, List<String> advice) {}

    private Verified local(Path root, Invocation in) throws IOException {
        LaunchPlan plan = LaunchPlan.read(root, in.folder(), config, set);
        plan.requireBase(in.environment());
        return new Verified(plan, List.of());
    }

    /** The rules of RC1 and those of the local form it stands for, in one answer. */
    private Verified rc1(Path root, Rc1Verify rules, Invocation in) throws IOException {
        rules.requireRules(broken(root, in));
        return new Verified(LaunchPlan.read(root, in.folder(), config, set), rules.warnings());
    }

    private List<Violation> broken(Path root, Invocation in) throws IOException {
        try {
            LaunchPlan.read(root, in.folder(), config, set);
            return List.of();
        } catch (SyncException refused) {
            if (refused.violations().isEmpty()) {
                throw refused;
            }
            return refused.violations();
        }
    }

    private Answer valid(Verified verified, Path root, Invocation in) throws IOException {
        LaunchPlan plan = verified.plan();
        LoadedConfig loaded = plan.loaded();
        List<String> warnings = new ArrayList<>(verified.advice());
        warnings.addAll(loaded.warnings());
        ObjectNode data = SyncJson.object();
        data.put("config", plan.path().value());
        data.put("config_sha256", loaded.sourceSha256().hex());
        data.put("scope", Trees.word(plan.scope()));
        data.set("defaults", Trees.texts(loaded.defaults()));
        data.set("warnings", Trees.texts(warnings));
        Words words = new Words()
                .line(in.style().good("valid") + ": " + plan.path() + "  "
                        + in.style()
                                .dim((plan.rc1().isPresent() ? "RC1, " : "")
                                        + loaded.config().strategy() + " on "
                                        + loaded.config().engine().name() + ", "
                                        + loaded.config().run().maxSteps() + " steps"))
                .line(in.style().dim("  " + loaded.defaults().size() + " keys by default"));
        verified.advice().forEach(advice -> words.wrapped("  advice: ", advice));
        loaded.warnings().forEach(warning -> words.wrapped("  note: ", warning));
        if (loaded.config().engine().process().isPresent()) {
            TrainerCommand trainer = TrainerCommand.of(loaded, Optional.empty());
            data.set("trainer_command", Trees.texts(trainer.arguments()));
            words.wrapped("  trainer: ", trainer.words());
        }
        MemoryWords.of(loaded.config(), root, in).ifPresent(memory -> {
            data.set("memory", memory.tree());
            memory.tell(words);
            memory.advice().filter(advice -> advise).ifPresent(advice -> words.wrapped("  advice: ", advice));
        });
        if (writeEffective) {
            EffectiveConfig effective = EngineParts.effective(plan);
            effective.writeTo(root);
            data.put("effective", EffectiveConfig.PATH);
            data.put("effective_sha256", effective.sha256().hex());
            words.line("effective config: " + EffectiveConfig.PATH);
        }
        return new Answer("sync.train-verify/1", data, words.text(), next(in, plan));
    }

    /** In a plain folder there is no gate to launch through. */
    private static List<String> next(Invocation in, LaunchPlan plan) throws IOException {
        if (plan.rc1().isPresent()) {
            return List.of("sync preflight run");
        }
        String verb = Wiring.workspaceAround(in).isPresent() ? "sync launch" : "sync train run";
        return List.of(verb + " --config " + plan.path());
    }
}
