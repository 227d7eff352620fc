package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.Wishes;
import dev.syncprotocol.gates.rc1.PpoScale;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.training.seeds.SeedFolder;
import dev.syncprotocol.training.seeds.SeedResult;
import dev.syncprotocol.training.seeds.SeedsSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An RC1 config with several seeds: one training each, one after another, and a summary of all (preflight.md section 11.2, T16).
 * A seed that is done is not done again; one that was begun goes on only where the call says resume.
 *
 * @param call the call, for the config's seeds
 * @param plan the config, for its first seed
 * @param root the folder all paths are relative to
 * @param in the invocation
 */
record SeedRuns(TrainCall call, LaunchPlan plan, Path root, Invocation in) {
    private static final String SEED = "run.seed";
    private static final String FOLDER = "run.output_dir";

    /** Whether the config has several seeds and nothing names one of them. */
    static boolean asked(LaunchPlan plan, Invocation in) {
        boolean several = plan.rc1().map(PpoScale::seeds).orElse(List.of()).size() > 1;
        return several
                && plan.loaded().sources().containsKey(SEED)
                && in.variable("EXPERIMENT_DIR").isEmpty();
    }

    Answer answer() throws IOException {
        List<Long> seeds = plan.rc1().orElseThrow().seeds();
        requireFolders(seeds);
        List<SeedFolder> folders = new ArrayList<>();
        for (long seed : seeds) {
            folders.add(folder(seed));
        }
        Map<SeedFolder, Optional<String>> resumes = new SeedTurns(call, folders, lastStep(), root).resumes();
        return trained(seeds, folders, resumes);
    }

    private Answer trained(List<Long> seeds, List<SeedFolder> folders, Map<SeedFolder, Optional<String>> resumes)
            throws IOException {
        List<SeedResult> earlier = call.wishes().fresh() ? List.of() : SeedsSummary.resultsIn(root);
        List<SeedResult> results = new ArrayList<>();
        Optional<Answer> last = Optional.empty();
        for (SeedFolder folder : folders) {
            String which = "seed " + folder.seed() + ", " + (results.size() + 1) + " of " + seeds.size();
            if (resumes.containsKey(folder)) {
                in.progress().say(which);
                last = Optional.of(one(folder, resumes.get(folder)));
                results.add(folder.result());
            } else {
                in.progress().say(which + ": done before");
                results.add(folder.result(earlier));
            }
            summary(seeds, results).writeTo(root, in.clock().instant());
        }
        return told(last.orElseThrow(), summary(seeds, results));
    }

    private SeedsSummary summary(List<Long> seeds, List<SeedResult> results) {
        return new SeedsSummary(plan.path().value(), plan.fileSha256(), seeds, results);
    }

    private Answer told(Answer last, SeedsSummary summary) {
        last.data().put("seeds_summary", SeedsSummary.PATH);
        Words words = new Words().line(last.words());
        summary.figures().forEach((name, spread) -> words.line("  " + name + ": " + spread.words()));
        words.line(SeedsSummary.PATH);
        return new Answer(last.schema(), last.data(), words.text(), last.next());
    }

    private Answer one(SeedFolder folder, Optional<String> resume) throws IOException {
        List<String> set = new ArrayList<>(call.wishes().set());
        set.add(SEED + "=" + folder.seed());
        Wishes wishes = new Wishes(
                set,
                call.wishes().allowed(),
                call.wishes().fresh(),
                call.wishes().codeDrift());
        try {
            return new TrainCall(call.config(), resume, wishes, call.outDir()).answer(in);
        } catch (SyncException stopped) {
            throw stopped.code() == ErrorCode.INTERRUPTED
                    ? stopped.withNext("sync train resume --config " + plan.path())
                    : stopped;
        }
    }

    private SeedFolder folder(long seed) throws IOException {
        List<String> set = new ArrayList<>(call.wishes().set());
        set.add(SEED + "=" + seed);
        LaunchPlan own = LaunchPlan.read(root, in.folder(), call.config(), set);
        return new SeedFolder(root, seed, own.loaded().config().run().outputDir(), in.clock());
    }

    private long lastStep() {
        return plan.loaded().config().run().maxSteps();
    }

    private void requireFolders(List<Long> seeds) {
        if (!plan.loaded().sources().containsKey(FOLDER)) {
            throw new SyncException(
                            ErrorCode.CONFIG_INVALID,
                            FOLDER + " is one folder, and " + plan.path() + " has " + seeds.size() + " seeds")
                    .withHint("leave it out: each seed gets checkpoints/rc1/seed_<n>; or --seed N trains one of them");
        }
    }
}
