package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.BoundInput;
import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.approval.PreflightSummary;
import dev.syncprotocol.aoi.pool.PrestagePlan;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pre-flight (specification §9.1): every check of P1 to P16 is made, whatever the others found; one failure tells them all. Reads the workspace, starts no
 * engine, writes nothing anywhere.
 */
public final class Preflight {
    private final PreflightOrder order;
    private final AoiWorkspace workspace;
    private final CheckBook book = new CheckBook();

    private Preflight(PreflightOrder order) {
        this.order = order;
        this.workspace = order.workspace();
    }

    /**
     * Checks and summarises.
     *
     * @throws SyncException with every failed check; its code is the first one's
     */
    public static PreflightReport check(PreflightOrder order) throws IOException {
        return new Preflight(order).report();
    }

    /** The inputs of an approved run as they are now; what a resume compares. */
    public static List<BoundInput> inputsNow(AoiWorkspace workspace, PreflightSummary approved) throws IOException {
        return FurtherInputs.now(workspace, approved);
    }

    private PreflightReport report() throws IOException {
        order.wishes().check();
        InputReading reading = new InputReading(workspace, book);
        reading.present();
        Resources.check(book);
        EngineChecks engine = new EngineChecks(order, book);
        engine.check();
        Optional<SpecDocument> document = specification(() -> SpecDocument.read(workspace.baselineSpec()));
        Optional<ChangeNetSpec> spec = document.isEmpty() ? Optional.empty() : specification(document.get()::typed);
        if (spec.isEmpty()) {
            reading.unlit();
            throw book.failure();
        }
        LoopParameters parameters = order.wishes().resolve(spec.get());
        ChosenBackbone backbone = new Backbone(
                        workspace,
                        parameters,
                        spec.get().model(),
                        order.engine().hub())
                .find(book);
        new SpecificationChecks(order, parameters, book).check(document.get(), spec.get(), backbone);
        new EmbedderCheck(parameters, book).check();
        engine.adviseOn(parameters.batchSize());
        Readable readable = reading.read(spec.get().dataset().pictures());
        SetChecks sets = new SetChecks(workspace, book);
        sets.judge(readable, parameters);
        sets.leakage(readable, spec.get(), parameters);
        Optional<PrestagePlan> plan = new StagingCheck(order, book).plan(readable);
        if (!book.isClean()) {
            throw book.failure();
        }
        Inputs inputs = readable.whole(document.get(), spec.get());
        sets.tellLater(inputs);
        similarities(inputs, parameters);
        return summarised(inputs, parameters, plan.orElseThrow(), backbone);
    }

    private <T> Optional<T> specification(CheckBook.Reading<T> reading) throws IOException {
        return book.read("P7", workspace.relative(workspace.baselineSpec()), reading);
    }

    /** P14: what can be said of likeness before anything runs. */
    private void similarities(Inputs inputs, LoopParameters parameters) {
        if (parameters.embedder().equals("descriptor")) {
            Similarities.of(workspace, inputs)
                    .warning(parameters.mining().minSimilarity())
                    .ifPresent(warning -> book.warn("P14", warning));
        }
    }

    private PreflightReport summarised(
            Inputs inputs, LoopParameters parameters, PrestagePlan plan, ChosenBackbone backbone) throws IOException {
        List<Path> resumable = RunList.resumable(workspace);
        PreflightSummary summary = new SummaryTables(order, parameters, inputs, plan, backbone, book.warnings())
                .summary(BoundInputs.of(workspace, FurtherInputs.of(parameters, backbone.input())));
        return new PreflightReport(summary, book.warnings(), resumable);
    }
}
