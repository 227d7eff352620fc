package dev.syncprotocol.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON document the parties exchange at the end of a round (seed 001 section 6). Immutable once accepted.
 *
 * @param from who hands over
 * @param round of which round
 * @param needs what is asked of each other party, in the order of the document
 * @param artifacts what was produced
 * @param risksBlockers at least one line; {@code ["none"]} means none
 * @param notes free text, empty where the document has none
 */
public record SyncPackage(
        Party from,
        RoundNumber round,
        Map<Party, List<ExternalNeed>> needs,
        List<ProducedArtifact> artifacts,
        List<String> risksBlockers,
        String notes) {

    public SyncPackage {
        Map<Party, List<ExternalNeed>> copy = new LinkedHashMap<>();
        needs.forEach((party, items) -> copy.put(party, List.copyOf(items)));
        needs = Collections.unmodifiableMap(copy);
        artifacts = List.copyOf(artifacts);
        risksBlockers = List.copyOf(risksBlockers);
    }

    /** Every need, whoever it is asked of. */
    public List<ExternalNeed> allNeeds() {
        List<ExternalNeed> all = new ArrayList<>();
        needs.values().forEach(all::addAll);
        return List.copyOf(all);
    }
}
