package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;

/**
 * That a need is satisfied, by which bytes. The record that carries it pins the digest.
 *
 * @param need the need's name
 * @param round the round that asked for it
 * @param path where it was found
 * @param sha256 digest of the file, or of the directory's sorted entries
 * @param bytes size, a directory's files together
 */
public record NeedProof(String need, RoundNumber round, RepoPath path, Sha256 sha256, long bytes) {
    static NeedProof read(Fields fields) {
        return new NeedProof(
                fields.text("need"),
                fields.round("round"),
                fields.path("path"),
                fields.digest("sha256"),
                fields.longInteger("bytes"));
    }

    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("need", need);
        node.put("round", round.value());
        node.put("path", path.value());
        node.put("sha256", sha256.hex());
        node.put("bytes", bytes);
        return node;
    }

    /**
     * Whether this proves that need. Names are unique within a package only: two askers of one round may give different
     * demands the same name, so the path counts too.
     */
    public boolean proves(AskedNeed asked) {
        return need.equals(asked.name())
                && round.equals(asked.round())
                && path.equals(asked.need().path());
    }

    /** Whether these bytes are what the alternative of that need produces. */
    boolean standsInFor(AskedNeed asked) {
        return need.equals(asked.name())
                && round.equals(asked.round())
                && asked.need()
                        .alternative()
                        .filter(smallest -> smallest.produces().equals(path))
                        .isPresent();
    }
}
