package dev.syncprotocol.aoi.preflight;

import dev.syncprotocol.aoi.approval.LoopParameters;
import dev.syncprotocol.aoi.spec.ChangeNetSpec;
import dev.syncprotocol.aoi.spec.PathRule;
import dev.syncprotocol.aoi.spec.PhaseOverrides;
import dev.syncprotocol.aoi.spec.SpecDerivation;
import dev.syncprotocol.aoi.spec.SpecDocument;
import dev.syncprotocol.aoi.spec.TableLocation;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the specification must be (P7, P16).
 *
 * @param order what was asked
 * @param parameters with every default
 * @param book gets the faults
 */
record SpecificationChecks(PreflightOrder order, LoopParameters parameters, CheckBook book) {
    private static final String OURS = "sync_siamese_small";

    /** P7 and P16. */
    void check(SpecDocument document, ChangeNetSpec spec, ChosenBackbone backbone) throws IOException {
        book.run(
                "P7",
                () -> PathRule.check(
                        SpecDerivation.derive(document, asBaseline(backbone.file())),
                        order.workspace().root()));
        backboneType(document, spec);
    }

    private void backboneType(SpecDocument document, ChangeNetSpec spec) {
        boolean embedded = parameters.engine().equals("embedded");
        boolean foreign = !spec.model().backbone().equals(OURS);
        if (embedded && foreign && !parameters.allowBackboneSubstitution()) {
            book.fail(
                    "P16",
                    ErrorCode.CONFIG_INVALID,
                    "model.backbone.type is " + spec.model().backbone() + "; the embedded engine trains " + OURS
                            + ": write that, or --allow-backbone-substitution");
        }
        if (embedded && foreign && parameters.allowBackboneSubstitution()) {
            book.warn("P16", "the backbone " + spec.model().backbone() + " is replaced by " + OURS);
        }
        if (embedded) {
            Ignored.warn(document, book);
        }
    }

    private PhaseOverrides asBaseline(Optional<Path> backbone) {
        AoiWorkspace workspace = order.workspace();
        TableLocation kpi = location(workspace.kpiCsv());
        return new PhaseOverrides(
                workspace.results().resolve(order.run().value()).resolve("baseline"),
                location(workspace.trainingCsv()),
                location(workspace.validationCsv()),
                kpi,
                kpi,
                backbone,
                Optional.empty(),
                OptionalInt.of(parameters.epochs()),
                OptionalInt.of(parameters.batchSize()));
    }

    private TableLocation location(Path csv) {
        return new TableLocation(csv.toString(), order.workspace().kpiImages().toString());
    }
}
