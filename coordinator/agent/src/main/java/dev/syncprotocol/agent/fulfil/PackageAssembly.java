package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.model.Model;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.IngestedPackage;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.ProducedArtifact;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.json.ShownText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The package that is handed over: the model's words, the program's facts. Digests are computed here, what was not fulfilled
 * is a risk, and the notes say who spoke.
 *
 * @param party the party
 * @param open what was asked
 * @param outcomes what came of it
 * @param drafts the folder of the drafts
 */
record PackageAssembly(Party party, OpenNeeds open, List<NeedOutcome> outcomes, Path drafts) {
    private static final int NOTES = 4_000;
    private static final int NAMED = 200;

    PackageAssembly {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * The package.
     *
     * @param words the model's package; empty where it could not be asked for one any more
     */
    SyncPackage assemble(Optional<SyncPackage> words, Caller caller) throws IOException {
        List<ProducedArtifact> artifacts = new ArrayList<>(earlier());
        for (AskedNeed asked : accepted()) {
            artifacts.add(artifact(asked, words));
        }
        return new SyncPackage(
                party,
                open.round().number(),
                Map.of(),
                artifacts,
                risks(words),
                notes(
                        words.map(SyncPackage::notes)
                                .orElse("The model wrote no notes: the budget or the time was used up."),
                        caller));
    }

    List<AskedNeed> accepted() {
        return outcomes.stream()
                .filter(NeedOutcome::accepted)
                .map(NeedOutcome::asked)
                .toList();
    }

    List<NeedOutcome> unfulfilled() {
        return outcomes.stream().filter(outcome -> !outcome.accepted()).toList();
    }

    /** What the party's recorded package of this round declares and still holds, as it declared it. */
    private List<ProducedArtifact> earlier() {
        Optional<IngestedPackage> recorded = open.round().packageOf(party);
        return recorded.map(item -> item.content().artifacts()).orElse(List.of()).stream()
                .filter(artifact -> accepted().stream()
                        .noneMatch(asked -> asked.name().equals(artifact.name())
                                || asked.need().path().equals(artifact.path())))
                .toList();
    }

    private ProducedArtifact artifact(AskedNeed asked, Optional<SyncPackage> words) throws IOException {
        ArtifactDigest digest = ArtifactDigest.of(drafts, asked.need().path()).orElseThrow();
        Optional<String> desc = words.stream()
                .flatMap(content -> content.artifacts().stream())
                .filter(artifact -> artifact.name().equals(asked.name()))
                .findFirst()
                .flatMap(ProducedArtifact::desc)
                .map(ShownText::clean)
                .filter(text -> !text.isBlank());
        return new ProducedArtifact(
                asked.name(), asked.need().path(), desc, Optional.of(digest.sha256()), OptionalLong.of(digest.bytes()));
    }

    private List<String> risks(Optional<SyncPackage> words) {
        List<String> risks = new ArrayList<>(words.map(SyncPackage::risksBlockers).orElse(List.of()).stream()
                .map(ShownText::clean)
                .filter(line -> !line.isBlank() && !line.equals("none"))
                .limit(NAMED)
                .toList());
        for (NeedOutcome outcome : outcomes) {
            if (!outcome.reason().isEmpty()) {
                String verdict = outcome.accepted() ? "" : "not fulfilled: ";
                risks.add(ShownText.clean(verdict + outcome.asked().name() + ": " + outcome.reason()));
            }
        }
        return risks.isEmpty() ? List.of("none") : risks;
    }

    private static String notes(String words, Caller caller) {
        String clean = ShownText.strip(words);
        String bounded = clean.length() <= NOTES ? clean : clean.substring(0, NOTES) + "…";
        String origin = caller.origin() == Model.Origin.REPLAY
                ? "replay of recorded exchanges, nobody was asked"
                : "live, " + caller.settings().kind().name().toLowerCase(Locale.ROOT) + " "
                        + ShownText.clean(caller.settings().model());
        return "[sync agent: " + origin + "; " + caller.transcript().path() + "]\n" + bounded;
    }
}
