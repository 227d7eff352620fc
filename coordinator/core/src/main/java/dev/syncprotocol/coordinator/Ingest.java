package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.LedgerWriter;
import dev.syncprotocol.coordinator.readiness.ArtifactDigest;
import dev.syncprotocol.coordinator.readiness.GateDecision;
import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.coordinator.readiness.Readiness;
import dev.syncprotocol.coordinator.round.IngestedPackage;
import dev.syncprotocol.coordinator.round.NeedProof;
import dev.syncprotocol.coordinator.round.PackageIngested;
import dev.syncprotocol.coordinator.round.PackageRefused;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.coordinator.round.RecordedEvent;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundTransitions;
import dev.syncprotocol.coordinator.round.Superseded;
import dev.syncprotocol.protocol.PackageReading;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.ProducedArtifact;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.SyncPackageReader;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SecretKind;
import dev.syncprotocol.protocol.json.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A package from bytes to record: read, paths inside the workspace, the round's rules, declared digests against files,
 * record. Every refusal that can never or not yet be lifted is kept, once (interfaces.md sections 5 and 8.1).
 */
final class Ingest {
    private final Setting setting;
    private final byte[] bytes;
    private final Optional<String> why;
    private final PackageReading reading;
    private final Readiness readiness;

    /**
     * A package to be recorded.
     *
     * @param why the reason to supersede the one recorded before; empty where a second one is a conflict
     */
    Ingest(Setting setting, byte[] bytes, Optional<String> why) {
        this.setting = setting;
        this.why = why;
        this.bytes = bytes.clone();
        this.reading =
                SyncPackageReader.read(this.bytes, setting.workspace().config().declared());
        this.readiness = setting.readiness();
    }

    PackageCheck check() throws IOException {
        List<Violation> violations = violations();
        return new PackageCheck(
                violations.isEmpty() ? reading.syncPackage() : Optional.empty(),
                violations,
                reading.receivedSha256(),
                reading.contentSha256(),
                violations.isEmpty() ? List.of("sync ingest FILE") : List.of("sync validate FILE"));
    }

    IngestOutcome outcome() throws IOException {
        why.ifPresent(Ingest::refuseReason);
        List<Violation> violations = violations();
        if (!violations.isEmpty()) {
            throw keep(broken(violations), violations);
        }
        SyncPackage content = reading.syncPackage().orElseThrow();
        warmUp(content);
        Ruling ruling = setting.write(writer -> decide(writer, content));
        if (ruling.refusal().isPresent()) {
            throw ruling.refusal().get();
        }
        return ruling.outcome().orElseThrow();
    }

    private static void refuseReason(String why) {
        if (why.isBlank()) {
            throw new SyncException(ErrorCode.USAGE, "a package is superseded with a reason: --why TEXT");
        }
        Secrets.refuse(why, "--why");
    }

    /** Hashing may take long, so it is done before the lock is taken; the decision asks the same instance. */
    private void warmUp(SyncPackage content) throws IOException {
        try {
            for (ProducedArtifact artifact : content.artifacts()) {
                readiness.at(artifact.path());
            }
            refuseSecretsInContents(content);
        } catch (SyncException leaving) {
            throw keep(leaving, leaving.violations());
        }
        Optional<Round> round = setting.current();
        if (round.isPresent()) {
            readiness.check(round.get());
        }
    }

    /**
     * What was decided: exactly one of the two is there.
     *
     * @param outcome the recorded package
     * @param refusal why not, kept already
     */
    private record Ruling(Optional<IngestOutcome> outcome, Optional<SyncException> refusal) {
        static Ruling recorded(IngestOutcome outcome) {
            return new Ruling(Optional.of(outcome), Optional.empty());
        }
    }

    /** What is stored in the ledger is searched too, for keys whose shape alone tells. */
    private void refuseSecretsInContents(SyncPackage content) throws IOException {
        List<Violation> found = new ArrayList<>();
        StoredArtifacts stored = new StoredArtifacts(setting, readiness);
        for (int i = 0; i < content.artifacts().size(); i++) {
            Optional<SecretKind> kind =
                    stored.secretIn(content.artifacts().get(i).path());
            String pointer = "/artifacts_produced/" + i + "/path";
            kind.map(known -> Secrets.at(pointer, reading.document().orElseThrow(), known))
                    .ifPresent(found::add);
        }
        if (!found.isEmpty()) {
            throw Secrets.refusal("the package is refused: an artifact holds what looks like a secret", found);
        }
    }

    private SyncException broken(List<Violation> violations) {
        if (violations.stream().allMatch(violation -> violation.rule().equals(Secrets.RULE))) {
            return Secrets.refusal("the package is refused: it holds what looks like a secret", violations);
        }
        boolean paths = violations.stream()
                .allMatch(violation -> violation.rule().equals(RepoPath.Refusal.LEAVES_WORKSPACE.rule()));
        String count = violations.size() == 1 ? "1 rule is broken" : violations.size() + " rules are broken";
        return new SyncException(
                paths ? ErrorCode.PATH_REFUSED : ErrorCode.PACKAGE_INVALID,
                "the package is refused: " + count,
                null,
                "sync validate FILE shows them and records nothing",
                violations,
                List.of("sync validate FILE"));
    }

    private SyncException keep(SyncException why, List<Violation> violations) throws IOException {
        setting.write(writer -> {
            Optional<Round> round = writer.reader().currentRound();
            return round.isPresent() ? refused(writer, round.get(), why, violations) : why;
        });
        return why;
    }

    /** Keeps a refusal in the current round; the same bytes for the same reason once. */
    private Ruling refused(LedgerWriter writer, Round round, SyncException why, List<Violation> violations)
            throws IOException {
        String code = why.code().word();
        boolean known = round.refusals().stream().anyMatch(refusal -> refusal.keeps(reading.receivedSha256(), code));
        if (!known) {
            PackageRefused event = new PackageRefused(
                    round.number(), from(), reading.receivedSha256(), bytes.length, code, violations);
            writer.append(event, List.of());
        }
        return new Ruling(Optional.empty(), Optional.of(why));
    }

    /** Whose package it is, as far as it can be read: only a declared party is named in the ledger. */
    private Optional<Party> from() {
        Optional<String> name =
                reading.document().map(document -> document.root().path("from").asText(""));
        return setting.workspace().config().declared().stream()
                .filter(party -> name.equals(Optional.of(party.name())))
                .findFirst();
    }

    private List<Violation> violations() throws IOException {
        if (reading.syncPackage().isEmpty()) {
            return reading.violations();
        }
        SyncPackage content = reading.syncPackage().get();
        LocatedDocument document = reading.document().orElseThrow();
        List<Violation> leaving = new ArrayList<>();
        int index = 0;
        for (ProducedArtifact artifact : content.artifacts()) {
            leaves(artifact.path(), "/artifacts_produced/" + index++ + "/path", document, leaving);
        }
        for (Party party : content.needs().keySet()) {
            for (int i = 0; i < content.needs().get(party).size(); i++) {
                leaves(
                        content.needs().get(party).get(i).path(),
                        "/need_from_" + party + "/" + i + "/path",
                        document,
                        leaving);
            }
        }
        return leaving;
    }

    private void leaves(RepoPath path, String pointer, LocatedDocument document, List<Violation> leaving)
            throws IOException {
        if (path.leaves(setting.root())) {
            RepoPath.Refusal refusal = RepoPath.Refusal.LEAVES_WORKSPACE;
            leaving.add(document.violation(pointer, refusal.rule(), refusal.expected(), path.value()));
        }
    }

    private Ruling decide(LedgerWriter writer, SyncPackage content) throws IOException {
        Round current = Setting.required(writer.reader().currentRound());
        Optional<IngestedPackage> before = recorded(writer, current, content);
        if (before.isPresent() && sameContent(before.get())) {
            return Ruling.recorded(answer(before.get(), true, current));
        }
        refuseNothingToSupersede(before, content);
        PackageIngested event = event(current, content, before);
        Optional<SyncException> refusal = before.filter(known -> why.isEmpty())
                .map(known -> conflict(content, known))
                .or(() -> otherRound(current, content.round()))
                .or(() -> refusal(current, current.judge(event)));
        if (refusal.isPresent()) {
            return refused(writer, current, refusal.get(), List.of());
        }
        refuseOtherDigests(content);
        int record = writer.append(event, new StoredArtifacts(setting, readiness).contents(event))
                .recorded()
                .record();
        Round after = writer.reader().currentRound().orElseThrow();
        IngestedPackage ingested = after.packages().stream()
                .filter(item -> item.record() == record)
                .findFirst()
                .orElseThrow();
        return Ruling.recorded(answer(ingested, false, after));
    }

    private void refuseNothingToSupersede(Optional<IngestedPackage> before, SyncPackage content) {
        if (why.isPresent() && before.isEmpty()) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "round " + content.round() + " holds no package of " + content.from() + " to supersede",
                    null,
                    "without --supersede it is recorded as the first",
                    List.of(),
                    List.of("sync ingest FILE", "sync log"));
        }
    }

    private SyncException conflict(SyncPackage content, IngestedPackage known) {
        return new PackageConflict(
                content.from(),
                content.round(),
                known.event().contentSha256(),
                reading.contentSha256().orElseThrow());
    }

    /** The recorded package of this party and round, also where that round is over. */
    private static Optional<IngestedPackage> recorded(LedgerWriter writer, Round current, SyncPackage content)
            throws IOException {
        Optional<Round> round = content.round().equals(current.number())
                ? Optional.of(current)
                : writer.reader().folded(content.round());
        return round.flatMap(found -> found.packageOf(content.from()));
    }

    private boolean sameContent(IngestedPackage before) {
        return Optional.of(before.event().contentSha256()).equals(reading.contentSha256());
    }

    private static Optional<SyncException> refusal(Round current, RoundTransitions.Cell cell) {
        return cell.code()
                .map(code -> new SyncException(
                        code,
                        "round " + current.number() + " is " + current.state() + ": " + cell.reason(),
                        null,
                        null,
                        List.of(),
                        NextSteps.of(current)));
    }

    private static Optional<SyncException> otherRound(Round current, RoundNumber round) {
        int order = round.compareTo(current.number());
        if (order == 0) {
            return Optional.empty();
        }
        return Optional.of(order < 0 ? closed(current, round) : tooEarly(current, round));
    }

    private static SyncException closed(Round current, RoundNumber round) {
        return new SyncException(
                ErrorCode.ROUND_CLOSED,
                "round " + round + " is closed",
                null,
                "the open round is " + current.number()
                        + "; needs still open were carried over into it, so hand over with \"round\": "
                        + current.number(),
                List.of(),
                List.of("sync status", "sync round show"));
    }

    private static SyncException tooEarly(Round current, RoundNumber round) {
        return new SyncException(
                ErrorCode.TOO_EARLY,
                "round " + round + " is not open yet; the current round is " + current.number(),
                null,
                null,
                List.of(),
                NextSteps.of(current));
    }

    private PackageIngested event(Round current, SyncPackage content, Optional<IngestedPackage> before)
            throws IOException {
        List<RecordedArtifact> artifacts = new ArrayList<>();
        for (ProducedArtifact artifact : content.artifacts()) {
            artifacts.add(recorded(artifact));
        }
        PackageIngested bare = new PackageIngested(
                current.number(),
                content.from(),
                new String(bytes, StandardCharsets.UTF_8),
                reading.receivedSha256(),
                reading.contentSha256().orElseThrow(),
                artifacts,
                List.of(),
                0,
                before.map(known -> known.event().revision() + 1).orElse(1),
                before.map(known ->
                        new Superseded(known.record(), known.event().contentSha256(), why.orElse("not superseded"))));
        Round with = supposed(current, bare);
        List<NeedProof> satisfies = readiness.unrecorded(with);
        long open = with.openNeeds().stream()
                .filter(asked -> asked.need().required() && satisfies.stream().noneMatch(proof -> proof.proves(asked)))
                .count();
        return new PackageIngested(
                bare.round(),
                bare.from(),
                bare.received(),
                bare.receivedSha256(),
                bare.contentSha256(),
                artifacts,
                satisfies,
                (int) open,
                bare.revision(),
                bare.supersedes());
    }

    /** The round as it would be, whatever its state says: only its needs and declarations are asked. */
    private Round supposed(Round current, PackageIngested event) {
        RecordedEvent recorded = new RecordedEvent(
                Integer.MAX_VALUE,
                current.records().events() + 1,
                setting.ports().clock().instant(),
                event);
        return event.applyTo(current, recorded);
    }

    private RecordedArtifact recorded(ProducedArtifact artifact) throws IOException {
        Optional<ArtifactDigest> found = readiness.at(artifact.path());
        long most = setting.workspace().config().ledger().maxArtifactBytes();
        return new RecordedArtifact(
                artifact.name(),
                artifact.path(),
                found.map(ArtifactDigest::sha256),
                found.map(there -> OptionalLong.of(there.bytes())).orElse(OptionalLong.empty()),
                found.filter(there -> there.bytes() <= most).isPresent(),
                found.map(ArtifactDigest::directory).orElse(artifact.path().isDirectory()));
    }

    /** SYNC §6: a declared digest is checked before anything is recorded. */
    private void refuseOtherDigests(SyncPackage content) throws IOException {
        List<ArtifactMismatch.Difference> differences = new ArrayList<>();
        for (ProducedArtifact artifact : content.artifacts()) {
            Optional<ArtifactDigest> found = readiness.at(artifact.path());
            if (found.isPresent()) {
                difference(artifact, found.get()).ifPresent(differences::add);
            }
        }
        if (!differences.isEmpty()) {
            throw new ArtifactMismatch(differences);
        }
    }

    private static Optional<ArtifactMismatch.Difference> difference(ProducedArtifact artifact, ArtifactDigest found) {
        Optional<Sha256> declared = artifact.sha256();
        if (declared.isPresent() && !declared.get().equals(found.sha256())) {
            return Optional.of(new ArtifactMismatch.Difference(
                    artifact.name(),
                    artifact.path(),
                    declared,
                    Optional.of(found.sha256()),
                    artifact.path() + ": declared " + declared.get().abbreviated() + ", found "
                            + found.sha256().abbreviated()));
        }
        if (artifact.bytes().isPresent() && artifact.bytes().getAsLong() != found.bytes()) {
            return Optional.of(new ArtifactMismatch.Difference(
                    artifact.name(),
                    artifact.path(),
                    declared,
                    Optional.of(found.sha256()),
                    artifact.path() + ": declared " + artifact.bytes().getAsLong() + " bytes, found " + found.bytes()));
        }
        return Optional.empty();
    }

    private IngestOutcome answer(IngestedPackage item, boolean already, Round current) throws IOException {
        GateDecision decision = new Gate(setting).decide(current, readiness, GateDemand.ALL, Optional.empty());
        PackageIngested event = item.event();
        return new IngestOutcome(
                event.from(),
                event.round(),
                item.record(),
                already,
                event.receivedSha256(),
                event.contentSha256(),
                event.artifacts(),
                event.satisfies(),
                event.revision(),
                event.supersedes(),
                current,
                decision,
                decision.next());
    }
}
