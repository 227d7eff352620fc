package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.readiness.PreflightGates;
import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.gates.build.TemplatePack;
import dev.syncprotocol.gates.check.DiversityGate;
import dev.syncprotocol.gates.check.Kl3Reference;
import dev.syncprotocol.gates.check.LeakGate;
import dev.syncprotocol.gates.check.PoolLimits;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.rc1.Rc1Context;
import dev.syncprotocol.gates.rc1.Rc1Paths;
import dev.syncprotocol.gates.rc1.Ticket;
import dev.syncprotocol.gates.weights.WeightFault;
import dev.syncprotocol.gates.weights.Weights;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The preflight as the coordinator asks it: gates over one delivered artifact, and the ticket recomputed for a launch.
 *
 * @param in the call
 */
record TicketGates(Invocation in) implements PreflightGates {
    @Override
    public Verdict artifact(String gate, Path artifact) {
        try {
            List<String> broken = switch (gate) {
                case "weights" -> weights(artifact);
                case "diversity" -> diversity(artifact);
                case "leak" -> leak(artifact);
                case "template_pack" -> templates(artifact);
                default ->
                    List.of("no gate of this name judges one artifact: weights, diversity, leak and template_pack do");
            };
            return verdict(broken, "gate " + gate + " passes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SyncException unreadable) {
            return new Verdict(false, unreadable.getMessage());
        }
    }

    private static Verdict verdict(List<String> broken, String passed) {
        return broken.isEmpty() ? new Verdict(true, passed) : new Verdict(false, String.join("; ", broken));
    }

    private static List<String> weights(Path file) throws IOException {
        return Weights.read(Files.readAllBytes(file)).failures().stream()
                .map(WeightFault::meaning)
                .toList();
    }

    private static List<String> diversity(Path file) throws IOException {
        PoolFile pool = PoolFile.read(file);
        PoolLimits limits = PoolLimits.seed(List.copyOf(pool.tasks()));
        return DiversityGate.judge(pool, limits, Kl3Reference.TEMPLATES).result().failures().stream()
                .map(Finding::words)
                .toList();
    }

    /** Every file of the pack is the whole pack of one task (preflight.md section 4.3). */
    private static List<String> templates(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> children = Files.list(folder)) {
            files = children.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<String> broken = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            try {
                TemplatePack.read(folder, name.substring(0, name.length() - ".json".length()));
            } catch (SyncException e) {
                broken.add(e.getMessage());
            }
        }
        return files.isEmpty() ? List.of("no <task>.json in the pack") : broken;
    }

    private List<String> leak(Path file) throws IOException {
        PoolFile pool = PoolFile.read(file);
        Path shadow = StoreDoor.root(in).resolve(Rc1Paths.SHADOW);
        return new LeakGate(shadow, 5, 0.85, List.copyOf(pool.tasks()))
                .judge(pool).failures().stream().map(Finding::words).toList();
    }

    @Override
    public Verdict ticket(Path workspace, RepoPath ticket, RepoPath config) {
        try {
            Ticket held = new Ticket(workspace, ticket.value());
            return verdict(held.findingsFor(config.value(), present(workspace)), "the ticket holds");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ticket.Present present(Path workspace) throws IOException {
        return new Ticket.Present(
                RunMode.of(in.variable("RUN_MODE")),
                Version.text(),
                PreflightDoor.git(workspace).map(Rc1Context.GitFacts::commit),
                in.clock().instant());
    }

    static Ticket.Present present(Rc1Context context) {
        Optional<String> commit = context.git().map(Rc1Context.GitFacts::commit);
        return new Ticket.Present(
                context.mode(), context.toolVersion(), commit, context.clock().instant());
    }
}
