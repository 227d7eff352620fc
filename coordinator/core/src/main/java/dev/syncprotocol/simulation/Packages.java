package dev.syncprotocol.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the packages of simulated parties, and puts their files where they say. */
final class Packages {
    private static final Sha256 OTHER = Sha256.of("other bytes");

    private final Path root;
    private final boolean curator;

    Packages(Path root, boolean curator) {
        this.root = root;
        this.curator = curator;
    }

    /** The local party's demands: a bit of the variant each. */
    String local(int round, Move move) {
        ObjectNode node = begin("cursor", round);
        List<Demand> asked = new ArrayList<>();
        Demand[] mayAsk = {Demand.PACK, Demand.REPORT, Demand.TABLE, Demand.LABELS};
        for (int bit = 0; bit < mayAsk.length; bit++) {
            if ((move.variant() & 1 << bit) != 0 && (curator || mayAsk[bit] != Demand.LABELS)) {
                asked.add(mayAsk[bit]);
            }
        }
        ask(node, asked);
        node.putArray("artifacts_produced");
        return end(node, move);
    }

    /** An answer: which demands are delivered is a bit each, then which version, and whether digests are declared. */
    String answer(String party, int round, Move move) throws IOException {
        ObjectNode node = begin(party, round);
        if (move.has(Fault.NAME_CLASH)) {
            ask(node, List.of(Demand.SECOND_REPORT));
        }
        ArrayNode artifacts = node.putArray("artifacts_produced");
        int bit = 0;
        for (Demand demand : Demand.values()) {
            if (demand.party().equals(party) && (move.variant() >> bit++ & 1) == 0) {
                artifacts.add(delivered(demand, move));
            }
        }
        return end(node, move);
    }

    private ObjectNode delivered(Demand demand, Move move) throws IOException {
        if (move.has(Fault.MISSING_FILE)) {
            demand.withhold(root);
        } else {
            demand.deliver(root, move.variant() >> 3 & 3);
        }
        ObjectNode artifact = demand.artifact();
        if (move.has(Fault.WRONG_DIGEST)) {
            artifact.put("sha256", OTHER.hex());
        } else if ((move.variant() & 8) != 0) {
            Lying.at(root, demand.path())
                    .ifPresent(there -> artifact.put("sha256", there.sha256().hex()));
        }
        return artifact;
    }

    private static void ask(ObjectNode node, List<Demand> demands) {
        for (Demand demand : demands) {
            node.withArray("/need_from_" + demand.party()).add(demand.asked());
        }
    }

    private static ObjectNode begin(String party, int round) {
        ObjectNode node = SyncJson.object();
        node.put("from", party);
        node.put("round", round);
        return node;
    }

    private static String end(ObjectNode node, Move move) {
        node.putArray("risks_blockers").add("none");
        node.put("notes", move.has(Fault.OTHER_CONTENT) ? "other content " + move.variant() : "simulated");
        String text = SyncJson.compact(node);
        return move.has(Fault.TRUNCATED_JSON) ? text.substring(0, text.length() / 2) : text;
    }
}
