package dev.syncprotocol.djl.vision;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.ChangeClassifierContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The embedded engine keeps the contract of every engine. */
class EmbeddedContractTest extends ChangeClassifierContract {
    @Override
    protected ChangeClassifier engine(Path workspace) {
        return new EmbeddedClassifier(1, Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));
    }
}
