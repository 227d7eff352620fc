package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.approval.Approval;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.approval.RunClaim;
import dev.syncprotocol.aoi.approval.RunId;
import dev.syncprotocol.aoi.demo.DemoOrder;
import dev.syncprotocol.aoi.demo.DemoProfile;
import dev.syncprotocol.aoi.demo.DemoWorkspace;
import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.preflight.EngineOffer;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.preflight.MiningWishes;
import dev.syncprotocol.aoi.preflight.Preflight;
import dev.syncprotocol.aoi.preflight.PreflightOrder;
import dev.syncprotocol.aoi.preflight.TrainingWishes;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small workspace of drawn boards and what a test does with it. */
final class SmallBoards {
    static final Clock NOON = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);

    private static final DemoProfile PROFILE = new DemoProfile(18, 6, 8, 24, 12, 10, 12, 4, 12, 1, 32);

    private static final String UNREACHABLE = "FAR < 0% at recall=100%";

    final Path root;

    private SmallBoards(Path root) {
        this.root = root;
    }

    static SmallBoards drawnIn(Path folder) throws IOException {
        Path root = folder.resolve("boards").toAbsolutePath().normalize();
        DemoWorkspace.make(new DemoOrder(root, 7, PROFILE, 32, new Pictures(List.of("Solder", "White"), ".png")));
        return new SmallBoards(root);
    }

    AoiWorkspace workspace() {
        return new AoiWorkspace(root);
    }

    /** The same boards elsewhere, nothing done with them. */
    SmallBoards copiedTo(Path folder) throws IOException {
        Path copy = folder.resolve("boards").toAbsolutePath().normalize();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.toList()) {
                Path there = copy.resolve(root.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(path, there);
                }
            }
        }
        return new SmallBoards(copy);
    }

    /** Wishes that keep a loop going for so many iterations. */
    static LoopWishes wishes(String target, int iterations, Optional<Path> seedState) {
        return wishes(target, iterations, false, seedState);
    }

    /** The same for a loop that mines by label. */
    static LoopWishes labelled(int iterations) {
        return wishes(UNREACHABLE, iterations, true, Optional.empty());
    }

    private static LoopWishes wishes(String target, int iterations, boolean filterByLabel, Optional<Path> seedState) {
        LoopWishes plain = LoopWishes.of(target);
        return new LoopWishes(
                plain.target(),
                new TrainingWishes(OptionalInt.of(iterations), OptionalInt.empty(), OptionalInt.empty()),
                new MiningWishes(
                        OptionalInt.of(3), OptionalInt.of(1), OptionalDouble.of(0.5), "cosine", filterByLabel, true),
                plain.engine().with(DescriptorEmbedder.NAME),
                plain.nearCopy(),
                plain.fetch(),
                seedState);
    }

    /** The same with another embedder. */
    static LoopWishes withEmbedder(LoopWishes wishes, String embedder) {
        return new LoopWishes(
                wishes.target(),
                wishes.training(),
                wishes.mining(),
                wishes.engine().with(embedder),
                wishes.nearCopy(),
                wishes.fetch(),
                wishes.seedState());
    }

    static LoopWishes unreachable(int iterations) {
        return wishes(UNREACHABLE, iterations, Optional.empty());
    }

    PreflightSummary summary(LoopWishes wishes) throws IOException {
        return summary(wishes, RunId.proposedAt(NOON.instant()));
    }

    PreflightSummary summary(LoopWishes wishes, RunId proposed) throws IOException {
        return summary(wishes, proposed, EngineOffer.of(new CellDifferences().probe()));
    }

    PreflightSummary summary(LoopWishes wishes, EngineOffer offer) throws IOException {
        return summary(wishes, RunId.proposedAt(NOON.instant()), offer);
    }

    private PreflightSummary summary(LoopWishes wishes, RunId proposed, EngineOffer offer) throws IOException {
        return Preflight.check(new PreflightOrder(workspace(), wishes, proposed, offer, "test"))
                .summary();
    }

    /** An approved run, nothing done yet. */
    ApprovedRun claimed(LoopWishes wishes) throws IOException {
        PreflightSummary summary = summary(wishes);
        return ApprovedRun.read(RunClaim.claim(workspace().results(), summary, approval(summary)));
    }

    /** A new run, proposed some seconds after noon, that takes over what is intact of a damaged one. */
    ApprovedRun takingOver(ApprovedRun damaged, int secondsLater) throws IOException {
        IntactPart intact = IntactPart.of(damaged, NOON);
        RunId proposed = RunId.proposedAt(NOON.instant().plusSeconds(secondsLater));
        PreflightSummary summary = intact.resumedBy(summary(LoopWishes.of(damaged.parameters()), proposed));
        return ApprovedRun.read(intact.claim(summary, approval(summary)));
    }

    /** What its token gives. */
    Approval approval(PreflightSummary summary) {
        return new Approval(
                summary.digest(),
                summary.token(),
                Approval.Channel.FLAG,
                "--approve",
                NOON.instant().toString(),
                "tester",
                summary.inputs());
    }

    /** What the command line's process does with a run, with this engine. */
    static LoopEnd goOn(ApprovedRun run, ChangeClassifier engine, Clock clock, List<String> said) throws IOException {
        return goOn(
                run,
                new LoopSurroundings(
                        engine,
                        (name, baseline) -> new DescriptorEmbedder(),
                        Analyses.BUILT_IN,
                        (what, done, of, detail) -> {},
                        said::add,
                        clock));
    }

    /** The same in surroundings of one's own. */
    static LoopEnd goOn(ApprovedRun run, LoopSurroundings around) throws IOException {
        new RunCheck(run, around.clock()).beforeGoingOn().forEach(around.listener()::said);
        return new DeftLoop(run, around).run();
    }

    static LoopEnd goOn(ApprovedRun run) throws IOException {
        return goOn(run, new CellDifferences(), NOON, new ArrayList<>());
    }

    /** Every file below a folder with its digest. */
    static SortedMap<String, String> files(Path folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(
                        folder.relativize(file).toString(), Sha256.ofFile(file).hex());
            }
        }
        return files;
    }

    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(java.util.Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
