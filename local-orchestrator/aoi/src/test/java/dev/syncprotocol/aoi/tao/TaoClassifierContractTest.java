package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.ChangeClassifierContract;
import java.nio.file.Path;

/** The adaptor over a fake docker keeps the contract of every engine. */
class TaoClassifierContractTest extends ChangeClassifierContract {
    @Override
    protected ChangeClassifier engine(Path workspace) {
        TaoSettings settings = TaoFixture.settings(workspace);
        return new TaoClassifier(settings, FakeContainers.with(settings.images()));
    }
}
