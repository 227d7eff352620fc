package dev.syncprotocol.coordinator.ledger;

import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Asks twice before an object counts as missing. JGit looks into the packs first and at the loose files last; when git's
 * {@code gc} packs the loose ones between the two looks, an object that was there all the time is found in neither.
 */
final class PatientReader extends ObjectReader.Filter {
    private final ObjectReader objects;

    /** Closes the other reader when it is closed. */
    PatientReader(ObjectReader objects) {
        this.objects = objects;
    }

    @Override
    protected ObjectReader delegate() {
        return objects;
    }

    @Override
    public ObjectReader newReader() {
        return new PatientReader(objects.newReader());
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
        try {
            return objects.open(id, type);
        } catch (MissingObjectException perhapsPackedMeanwhile) {
            return objects.open(id, type);
        }
    }
}
