package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.model.Interruption;
import dev.syncprotocol.agent.model.ModelFailure;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.Delivery;
import dev.syncprotocol.coordinator.IngestOutcome;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.PackageJson;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The open needs of an external party fulfilled by a language model. Drafts grow in a folder below {@code .sync/agent/} that
 * nobody reads as delivered; what is accepted goes into the workspace and the ledger together, or not at all; whatever else
 * happens leaves nothing but the transcript.
 */
public final class Fulfilment {
    /** Where deliveries are prepared, below the workspace. */
    private static final String DELIVERIES = ".sync/agent";

    private static final int MOST_REVISIONS = 10_000;

    private final Coordinator coordinator;
    private final Caller caller;
    private final Interruption interruption;
    private final Clock clock;
    private final FulfilListener listener;

    /** A fulfilment by this caller. */
    public Fulfilment(
            Coordinator coordinator, Caller caller, Interruption interruption, Clock clock, FulfilListener listener) {
        this.coordinator = coordinator;
        this.caller = caller;
        this.interruption = interruption;
        this.clock = clock;
        this.listener = listener;
    }

    /** What would be asked, without asking: every open need as planned. Writes nothing. */
    public static FulfilReport plan(Coordinator coordinator, FulfilOrder order) throws IOException {
        OpenNeeds open = OpenNeeds.of(coordinator, order);
        List<NeedOutcome> outcomes = new ArrayList<>();
        open.needs().forEach(asked -> outcomes.add(new NeedOutcome(asked, NeedOutcome.Result.PLANNED, 0, "")));
        open.taken().forEach(asked -> outcomes.add(taken(asked)));
        return FulfilReport.without(open.round(), outcomes);
    }

    private static NeedOutcome taken(AskedNeed asked) {
        return new NeedOutcome(
                asked,
                NeedOutcome.Result.UNFULFILLED,
                0,
                "something lies at " + asked.need().path() + " already, and it is never overwritten");
    }

    /**
     * Fulfils what it can.
     *
     * @throws SyncException {@link ErrorCode#DRAFT_REFUSED} when no draft or no package was accepted;
     *     {@link ErrorCode#BUDGET_SPENT}, or what the model failed with, when nothing was accepted before;
     *     {@link ErrorCode#INTERRUPTED}; and whatever the ingest refuses. The workspace is then as it was
     */
    public FulfilReport run(FulfilOrder order) throws IOException {
        Path deliveries = coordinator.workspace().root().resolve(DELIVERIES);
        coordinator.recoverDeliveries(deliveries);
        OpenNeeds open = OpenNeeds.of(coordinator, order);
        open.requireDue();
        if (open.needs().isEmpty()) {
            return FulfilReport.without(
                    open.round(), open.taken().stream().map(Fulfilment::taken).toList());
        }
        try (DeliveryFolder folder = DeliveryFolder.make(deliveries)) {
            return new Work(order, open, folder).run();
        }
    }

    /** One run in its folder. */
    private final class Work {
        private final FulfilOrder order;
        private final OpenNeeds open;
        private final DeliveryFolder folder;
        private final Staging staging;
        private final Prompt prompt;
        private final List<NeedOutcome> outcomes = new ArrayList<>();
        private Optional<SyncException> ended = Optional.empty();

        Work(FulfilOrder order, OpenNeeds open, DeliveryFolder folder) throws IOException {
            this.order = order;
            this.open = open;
            this.folder = folder;
            this.staging = new Staging(Files.createDirectories(folder.path().resolve(Delivery.DRAFTS)));
            this.prompt = new Prompt(order.party(), open.round().number());
        }

        FulfilReport run() throws IOException {
            open.taken().forEach(asked -> outcomes.add(taken(asked)));
            for (AskedNeed asked : open.needs()) {
                outcomes.add(ended.isPresent() ? unasked(asked) : drafted(asked));
            }
            PackageAssembly assembly = new PackageAssembly(order.party(), open, outcomes, staging.root());
            if (assembly.accepted().isEmpty()) {
                throw ended.orElseGet(this::nothingAccepted);
            }
            return handedOver(assembly);
        }

        private NeedOutcome drafted(AskedNeed asked) throws IOException {
            Reach reach = new Reach(
                    coordinator.workspace().root(), staging, asked.need().path(), open.readable());
            DraftTools tools = new DraftTools(
                    reach, Computed.of(asked.need()), folder.path().resolve("work"), clock);
            NeedDrafting drafting = new NeedDrafting(
                    asked, caller, tools, staging, coordinator.draftCheck(staging.root()), order.tries(), listener);
            try {
                return drafting.run(prompt, reach.listing());
            } catch (SyncException e) {
                if (!endsAsking(e)) {
                    throw e;
                }
                ended = Optional.of(e);
                return unasked(asked);
            }
        }

        private boolean endsAsking(SyncException e) {
            return e instanceof ModelFailure || e.code() == ErrorCode.BUDGET_SPENT;
        }

        private NeedOutcome unasked(AskedNeed asked) {
            NeedOutcome outcome = new NeedOutcome(
                    asked,
                    NeedOutcome.Result.UNFULFILLED,
                    0,
                    ended.orElseThrow().getMessage());
            listener.ended(outcome);
            return outcome;
        }

        private SyncException nothingAccepted() {
            List<Violation> reasons = outcomes.stream()
                    .map(outcome -> new Violation(
                            "/" + outcome.asked().name(), 0, 0, "fulfilled", "an accepted draft", outcome.reason()))
                    .toList();
            return new SyncException(
                    ErrorCode.DRAFT_REFUSED,
                    "no draft was accepted; the workspace is as it was",
                    null,
                    "the transcript is in " + caller.transcript().path(),
                    reasons,
                    List.of("sync needs --for " + order.party() + " --as message"));
        }

        private FulfilReport handedOver(PackageAssembly assembly) throws IOException {
            listener.packaging();
            SyncPackage content = assembly.assemble(words(assembly), caller);
            interruption.check();
            boolean second = open.round().packageOf(order.party()).isPresent();
            RepoPath file = packageFile();
            IngestOutcome ingested = coordinator.deliver(new Delivery(
                    folder.path(),
                    assembly.accepted().stream()
                            .map(asked -> asked.need().path())
                            .toList(),
                    assembly.accepted().stream()
                            .filter(asked -> open.round().declaration(asked).isPresent())
                            .map(asked -> asked.need().path())
                            .toList(),
                    file,
                    PackageJson.write(content).getBytes(StandardCharsets.UTF_8),
                    second ? Optional.of("sync agent fulfils further needs") : Optional.empty()));
            return new FulfilReport(open.round(), outcomes, Optional.of(file), Optional.of(ingested));
        }

        /** The model's own words about what was accepted; without them where it can be asked no more. */
        private Optional<SyncPackage> words(PackageAssembly assembly) throws IOException {
            if (ended.isPresent()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new HandOver(order.party(), open.round().number(), assembly.accepted())
                        .ask(caller, prompt, assembly.unfulfilled(), order.tries(), listener));
            } catch (SyncException e) {
                if (!endsAsking(e)) {
                    throw e;
                }
                return Optional.empty();
            }
        }

        private RepoPath packageFile() {
            String stem = String.format(
                    Locale.ROOT, "packages/round-%02d-%s", open.round().number().value(), order.party());
            for (int i = 1; i < MOST_REVISIONS; i++) {
                RepoPath path = new RepoPath(stem + (i == 1 ? "" : "-" + i) + ".json");
                if (!Files.exists(path.below(coordinator.workspace().root()))) {
                    return path;
                }
            }
            throw new SyncException(ErrorCode.PATH_TAKEN, "too many packages beside " + stem + ".json");
        }
    }
}
