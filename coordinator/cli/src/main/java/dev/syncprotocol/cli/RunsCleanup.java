package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.CleanupPlan;
import dev.syncprotocol.runs.store.FileKind;
import dev.syncprotocol.runs.store.RunManifest;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync runs cleanup}: a dry run unless a kept plan is applied; never touches the best. */
@Command(
        name = "cleanup",
        description = "Plan what may go from one finished run; apply a kept plan.",
        footer = {
            "",
            "Example:",
            "  sync runs cleanup --exp-dir \"$EXPERIMENT_DIR\" --keep-last 2 --save-plan plan.json"
        })
final class RunsCleanup implements Verb {
    private static final Set<FileKind> REMOVABLE =
            Set.of(FileKind.CHECKPOINT, FileKind.CHART, FileKind.LOG, FileKind.TENSORBOARD);

    @Option(
            names = {"--exp-dir", "--exp_dir"},
            paramLabel = "DIR",
            required = true,
            description = "the run's folder")
    private String folder = "";

    @Option(names = "--keep-last", paramLabel = "K", description = "the last K stay (default: 0)")
    @Nullable
    private Integer keepLast;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "checkpoint",
            description = "checkpoint, chart, log or tensorboard (default: checkpoint)")
    private FileKind kind = FileKind.CHECKPOINT;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "cleanup",
            description = "stays in the tombstones (default: cleanup)")
    private String reason = "cleanup";

    @Option(names = "--save-plan", paramLabel = "FILE", description = "keep the plan; the file must be new")
    @Nullable
    private String savePlan;

    @Option(names = "--apply", description = "delete what the plan names; needs --plan")
    private boolean apply;

    @Option(names = "--plan", paramLabel = "FILE", description = "a kept plan")
    @Nullable
    private String plan;

    @Option(names = "--void", description = "remove a folder that was claimed and never begun; with --apply")
    private boolean voidRun;

    @Override
    public Answer answer(Invocation in) throws IOException {
        if (voidRun) {
            return voided(in, StoreDoor.run(in, folder));
        }
        if (apply != (plan != null) || (apply && savePlan != null) || !REMOVABLE.contains(kind)) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "--apply and --plan belong together, without --save-plan; --kind is checkpoint, chart, log or"
                            + " tensorboard");
        }
        Path run = StoreDoor.run(in, folder);
        return plan == null ? planned(in, run) : applied(in, run, plan);
    }

    private Answer voided(Invocation in, Path run) throws IOException {
        if (plan != null || savePlan != null) {
            throw new SyncException(ErrorCode.USAGE, "--void needs no plan");
        }
        RunStore store = StoreDoor.store(in);
        List<String> content = store.voidContent(run);
        if (apply) {
            store.removeVoid(run);
        }
        ObjectNode data = SyncJson.object();
        data.put("applied", apply);
        data.put("void", run.getFileName().toString());
        data.set("content", Trees.texts(content));
        String words = apply
                ? "removed: " + run.getFileName()
                : "dry run: nothing was deleted; " + run.getFileName() + " was claimed and never begun";
        return new Answer("sync.runs-cleanup/1", data, words, List.of("sync runs list"));
    }

    private Answer planned(Invocation in, Path run) throws IOException {
        OptionalInt stay = keepLast == null ? OptionalInt.empty() : OptionalInt.of(Math.max(0, keepLast));
        CleanupPlan made = StoreDoor.store(in).planCleanup(run, kind, stay, reason);
        if (savePlan != null) {
            Files.writeString(in.path(savePlan), SyncJson.pretty(made.tree()), StandardOpenOption.CREATE_NEW);
        }
        ObjectNode data = data(made, false);
        Words words = new Words().line("dry run: nothing was deleted; " + count(made) + " would go");
        made.remove().forEach(file -> words.line(line(file)));
        return new Answer("sync.runs-cleanup/1", data, words.text(), List.of("sync runs show " + made.id()));
    }

    private Answer applied(Invocation in, Path run, String file) throws IOException {
        CleanupPlan kept = CleanupPlan.read(Files.readString(in.path(file)));
        RunManifest manifest = StoreDoor.store(in).cleanup(run, kept);
        Words words = new Words()
                .line(count(kept) + " deleted, a tombstone stands for each; "
                        + manifest.ended().content().files().size() + " files stay");
        kept.remove().forEach(gone -> words.line(line(gone)));
        return new Answer(
                "sync.runs-cleanup/1", data(kept, true), words.text(), List.of("sync runs verify --exp-dir " + folder));
    }

    private static ObjectNode data(CleanupPlan plan, boolean applied) {
        ObjectNode data = SyncJson.object();
        data.put("applied", applied);
        data.set("plan", plan.tree());
        return data;
    }

    private static String count(CleanupPlan plan) {
        long bytes = plan.remove().stream().mapToLong(CleanupPlan.Removal::size).sum();
        return plan.remove().size() + " files, " + bytes + " bytes";
    }

    private static String line(CleanupPlan.Removal file) {
        return "  " + file.sha256().abbreviated() + "  " + file.path();
    }
}
