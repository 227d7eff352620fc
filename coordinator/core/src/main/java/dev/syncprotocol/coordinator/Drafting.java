package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.readiness.Readiness;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.coordinator.round.CommandReported;
import dev.syncprotocol.coordinator.round.CommandResult;
import dev.syncprotocol.coordinator.round.CommandState;
import dev.syncprotocol.coordinator.round.Directive;
import dev.syncprotocol.coordinator.round.PackageJson;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.ProducedArtifact;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.digest.RepoPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The local package as far as it can be told from what is there: declared outputs that exist, with their digests, and the
 * needs of the plan. What is not there is left out and named, never invented (seed 001 section 3).
 */
record Drafting(Setting setting) {
    PackageDraft draft() throws IOException {
        Round round = Setting.required(setting.current());
        Readiness readiness = setting.readiness();
        List<ProducedArtifact> produced = new ArrayList<>();
        List<RepoPath> absent = new ArrayList<>();
        List<ProducedArtifact> outputs = new ArrayList<>(outputs(round));
        owed(round).forEach(outputs::add);
        for (ProducedArtifact output : outputs) {
            Optional<ArtifactDigest> found = readiness.at(output.path()).filter(there -> !there.isEmpty());
            found.ifPresentOrElse(there -> produced.add(described(output, there)), () -> absent.add(output.path()));
        }
        SyncPackage draft = new SyncPackage(setting.local(), round.number(), asked(round), produced, risks(round), "");
        return new PackageDraft(
                draft, PackageJson.write(draft), absent, List.of("sync validate FILE", "sync ingest FILE"));
    }

    private static List<ProducedArtifact> outputs(Round round) {
        List<ProducedArtifact> outputs = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Directive directive : round.plan().commands()) {
            directive.produces().stream()
                    .filter(output -> names.add(output.name()))
                    .map(output -> titled(output, directive))
                    .forEach(outputs::add);
        }
        return outputs;
    }

    /** What another party's package asked of the local one. */
    private Stream<ProducedArtifact> owed(Round round) {
        return round.openNeeds().stream()
                .filter(asked -> asked.party().equals(setting.local()))
                .map(asked -> new ProducedArtifact(
                        asked.name(),
                        asked.need().path(),
                        Optional.of("asked of " + setting.local() + " in round " + asked.round()),
                        Optional.empty(),
                        OptionalLong.empty()));
    }

    private static ProducedArtifact titled(ProducedArtifact output, Directive directive) {
        return new ProducedArtifact(
                output.name(),
                output.path(),
                output.desc().or(() -> Optional.of(directive.title())),
                Optional.empty(),
                OptionalLong.empty());
    }

    private static ProducedArtifact described(ProducedArtifact output, ArtifactDigest found) {
        return new ProducedArtifact(
                output.name(),
                output.path(),
                output.desc(),
                Optional.of(found.sha256()),
                OptionalLong.of(found.bytes()));
    }

    /** The plan's needs, without those that a package has satisfied already under the same name. */
    private static Map<Party, List<ExternalNeed>> asked(Round round) {
        Set<String> satisfied = new LinkedHashSet<>();
        round.needs().stream()
                .filter(asked -> round.proof(asked).isPresent())
                .map(AskedNeed::name)
                .forEach(satisfied::add);
        Map<Party, List<ExternalNeed>> asked = new LinkedHashMap<>();
        round.plan().needs().forEach((party, needs) -> {
            List<ExternalNeed> open = needs.stream()
                    .filter(need -> !satisfied.contains(need.name()))
                    .toList();
            if (!open.isEmpty()) {
                asked.put(party, open);
            }
        });
        return asked;
    }

    private static List<String> risks(Round round) {
        List<String> failed = round.commands().stream()
                .map(CommandState::report)
                .flatMap(Optional::stream)
                .filter(report -> report.result() == CommandResult.FAILED)
                .map(Drafting::risk)
                .toList();
        return failed.isEmpty() ? List.of("none") : failed;
    }

    private static String risk(CommandReported report) {
        return "command " + report.command() + " failed: " + report.text().orElse("no reason given");
    }
}
