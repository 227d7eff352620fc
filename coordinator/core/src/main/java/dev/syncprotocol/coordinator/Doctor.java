package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.ledger.GitRepository;
import dev.syncprotocol.coordinator.ledger.LedgerHealth;
import dev.syncprotocol.coordinator.ledger.LedgerReader;
import dev.syncprotocol.coordinator.ledger.RoundLedger;
import dev.syncprotocol.coordinator.round.Launch;
import dev.syncprotocol.coordinator.round.LaunchFinished;
import dev.syncprotocol.coordinator.round.LaunchId;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for what stands in a workspace's way, also where its settings cannot be read. Looking writes nothing; a repair
 * loses nothing: it only records, moves aside, or removes a lock that a killed process left.
 */
public final class Doctor {
    /** Git packs by itself beyond this many, see {@code gc.auto}. */
    private static final int MANY_LOOSE_OBJECTS = 6_700;

    private static final String ASIDE = "left-over";
    private static final Pattern LAUNCH = Pattern.compile("r([0-9]{4,9})-l[0-9]{4,9}");

    private final GitRepository git;
    private final CoordinatorPorts ports;
    private final LedgerHealth ledger;
    private final List<Ailment> ailments = new ArrayList<>();

    private Doctor(GitRepository git, CoordinatorPorts ports) {
        this.git = git;
        this.ports = ports;
        this.ledger = new LedgerHealth(git);
    }

    /** Puts one finding right. */
    private interface Repair {
        void run() throws IOException;
    }

    private record Ailment(DoctorFinding finding, Optional<Repair> repair) {}

    /**
     * Looks at the workspace around a folder and writes nothing.
     *
     * @throws SyncException {@link ErrorCode#NOT_A_WORKSPACE} when there is none
     */
    public static List<DoctorFinding> examine(Path folder, CoordinatorPorts ports) throws IOException {
        return diagnosed(folder, ports).ailments.stream().map(Ailment::finding).toList();
    }

    /** As {@link #examine}, and puts right what can be put right without losing anything. */
    public static List<DoctorFinding> repair(Path folder, CoordinatorPorts ports) throws IOException {
        List<DoctorFinding> findings = new ArrayList<>();
        for (Ailment ailment : diagnosed(folder, ports).ailments) {
            if (ailment.repair().isPresent()) {
                ailment.repair().get().run();
                findings.add(ailment.finding().done());
            } else {
                findings.add(ailment.finding());
            }
        }
        return List.copyOf(findings);
    }

    private static Doctor diagnosed(Path folder, CoordinatorPorts ports) throws IOException {
        GitRepository git = GitRepository.around(folder)
                .filter(found -> Files.isRegularFile(found.workTree().resolve(Workspace.CONFIG)))
                .orElseThrow(() -> new SyncException(ErrorCode.NOT_A_WORKSPACE, folder + " is in no workspace")
                        .withNext("sync init"));
        Doctor doctor = new Doctor(git, ports);
        Optional<Workspace> workspace = doctor.settings();
        if (doctor.repository() && workspace.isPresent()) {
            doctor.launches(Setting.of(workspace.get(), ports));
        }
        return doctor;
    }

    private void told(SyncException refusal, String why, String... next) {
        String hint = refusal.hint().map(text -> "; " + text).orElse("");
        ailments.add(new Ailment(DoctorFinding.told(refusal.getMessage(), why + hint, next), Optional.empty()));
    }

    private void repairable(String what, String why, Repair repair) {
        ailments.add(new Ailment(DoctorFinding.repairable(what, why), Optional.of(repair)));
    }

    private Optional<Workspace> settings() throws IOException {
        try {
            return Optional.of(Workspace.around(git.workTree()));
        } catch (SyncException unreadable) {
            told(
                    unreadable,
                    "no command works without its settings; sync status --json shows every broken rule with its line",
                    "sync status --json");
            return Optional.empty();
        }
    }

    /** Whether the ledger can be read and written as it is. */
    private boolean repository() throws IOException {
        Optional<SyncException> unsupported = ledger.unsupported();
        if (unsupported.isPresent()) {
            told(unsupported.get(), "nothing is ever written here", "sync init -w OTHER_FOLDER");
            return false;
        }
        Optional<SyncException> conflict = ledger.conflict();
        conflict.ifPresent(found -> told(found, "no record can be appended until then", "git branch --list"));
        Optional<SyncException> complaint = ledger.complaint();
        complaint.ifPresent(found -> told(
                found,
                "records that were seen are missing, and only a person can tell why",
                "sync verify",
                "git reflog sync/ledger"));
        looseObjects();
        if (conflict.isPresent() || complaint.isPresent()) {
            return false;
        }
        branch();
        return true;
    }

    private void looseObjects() throws IOException {
        int loose = ledger.looseObjects();
        if (loose > MANY_LOOSE_OBJECTS) {
            ailments.add(new Ailment(
                    DoctorFinding.told(
                            loose + " objects of the repository are in no pack",
                            "git and sync get slower with every one; packing is git's own work",
                            "git gc --auto"),
                    Optional.empty()));
        }
    }

    private void branch() throws IOException {
        if (ledger.hasRefLock()) {
            repairable(
                    "a lock file lies beside the branch sync/ledger",
                    "where no git is at work, a killed process left it; the next record clears it as well",
                    () -> writable().clearLeftOverRefLock());
        }
        ledger.onlyRemote()
                .ifPresent(remote -> repairable(
                        "the ledger is there as " + remote.replaceFirst("^refs/remotes/", "") + " only",
                        "it can be read; the first record makes the local branch from it",
                        () -> writable().adoptRemote()));
    }

    private RoundLedger writable() {
        return new RoundLedger(git, ports.clock(), ports.lockWait());
    }

    private void launches(Setting setting) throws IOException {
        try {
            unrecordedEnd(setting);
            foldersWithoutRecord(setting);
        } catch (SyncException broken) {
            told(broken, "the ledger does not fold", "sync verify");
        }
    }

    private void unrecordedEnd(Setting setting) throws IOException {
        Optional<LaunchFinished> due = new Settlement(setting.workspace()).due(setting.current());
        due.ifPresent(end -> repairable(
                "launch " + end.launch() + " ended (" + end.end().name().toLowerCase(Locale.ROOT)
                        + ") and its end is not recorded",
                "the round seems to train until the next writing command records it",
                setting::settle));
    }

    private void foldersWithoutRecord(Setting setting) throws IOException {
        Path launches = setting.workspace().launches();
        if (!Files.isDirectory(launches)) {
            return;
        }
        try (Stream<Path> folders = Files.list(launches);
                LedgerReader reader = setting.ledger().read()) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                if (!folder.endsWith(ASIDE)
                        && !isRecorded(reader, folder.getFileName().toString())) {
                    String name = folder.getFileName().toString();
                    repairable(
                            "the launch folder .sync/launches/" + name + " belongs to no recorded launch",
                            "a launch of that number would find foreign files in it; it is moved to left-over beside it",
                            () -> moveAside(folder));
                }
            }
        }
    }

    private static boolean isRecorded(LedgerReader reader, String folder) throws IOException {
        Matcher name = LAUNCH.matcher(folder);
        if (!name.matches()) {
            return false;
        }
        LaunchId id = new LaunchId(folder);
        Optional<Round> round = reader.folded(new RoundNumber(Integer.parseInt(name.group(1))));
        return round.stream()
                .flatMap(found -> found.launches().stream())
                .map(Launch::id)
                .anyMatch(id::equals);
    }

    private static void moveAside(Path folder) throws IOException {
        Path aside = Files.createDirectories(folder.resolveSibling(ASIDE));
        Files.move(
                folder,
                Files.createTempDirectory(aside, folder.getFileName() + "-").resolve("launch"));
    }
}
