package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.MirrorObject;
import dev.syncprotocol.runs.store.RegistryRow;
import dev.syncprotocol.runs.store.RunCheck;
import dev.syncprotocol.runs.store.RunDamaged;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.RunQuery;
import dev.syncprotocol.runs.store.RunState;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync runs verify}: exit 6 with everything that is damaged, not the first only. Writes
 * nothing without {@code --recover} and {@code --repair}. */
@Command(
        name = "verify",
        description = "Compare finished runs with their manifests.",
        footer = {"", "Example:", "  sync runs verify --all --full --registry --best"})
final class RunsVerify implements Verb {
    private static final Pattern PART = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    @Option(
            names = {"--exp-dir", "--exp_dir"},
            paramLabel = "DIR",
            description = "one run's folder")
    @Nullable
    private String folder;

    @Option(names = "--all", description = "every final run")
    private boolean all;

    @Option(names = "--quick", description = "structure only (default)")
    private boolean quick;

    @Option(names = "--full", description = "read and hash every byte")
    private boolean full;

    @Option(names = "--registry", description = "also the registry's chain and anchors")
    private boolean registry;

    @Option(names = "--best", description = "also every showcase")
    private boolean best;

    @Option(names = "--subset", paramLabel = "N/T", description = "read the N-th of T parts of the files")
    @Nullable
    private String subset;

    @Option(names = "--mirror", description = "also every copy in the mirror")
    private boolean mirror;

    @Option(names = "--mirror-dir", paramLabel = "DIR", description = "the mirror (default: as configured)")
    @Nullable
    private String mirrorDir;

    @Option(names = "--recover", description = "first go on with what was killed")
    private boolean recover;

    @Option(names = "--repair", description = "put right what exactly one of manifest, SHA256SUMS and mirror calls bad")
    private boolean repair;

    private final ObjectNode data = SyncJson.object();
    private final ArrayNode runs = data.putArray("runs");
    private final List<String> repaired = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Words words = new Words();

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        boolean nothing = folder == null && !all && !registry && !best && !mirror;
        boolean levels = (quick ? 1 : 0) + (full ? 1 : 0) + (subset == null ? 0 : 1) > 1;
        if (nothing || (folder != null && all) || levels || (repair && folder == null && !all)) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    "give --exp-dir or --all, --registry, --best or --mirror; one of --quick, --full and --subset;"
                            + " --repair needs runs");
        }
        RunStore store = StoreDoor.store(in, places.places());
        Path copies = mirrorDir == null ? store.mirrorFolder() : in.path(mirrorDir);
        if (recover) {
            recover(in, store);
        }
        for (Path run : chosen(in, store)) {
            if (repair) {
                repair(store, run, copies);
            }
            check(store, run);
        }
        tables(store);
        if (mirror) {
            copies(store, copies);
        }
        data.put("mirror", mirror);
        if (!findings.isEmpty()) {
            throw new RunDamaged("the run store", findings);
        }
        data.put("level", subset == null ? full ? "full" : "quick" : "subset");
        return new Answer("sync.runs-verify/1", data, words.text(), List.of("sync runs list"));
    }

    private List<Path> chosen(Invocation in, RunStore store) throws IOException {
        List<Path> chosen = new ArrayList<>();
        if (folder != null) {
            chosen.add(StoreDoor.run(in, folder));
        }
        if (all) {
            for (RunLine line : store.list(RunQuery.ALL)) {
                boolean finished = line.state() == RunState.FINAL || line.state() == RunState.CLOSING;
                if (finished) {
                    chosen.add(store.folder(line.id()));
                }
            }
        }
        return chosen;
    }

    private void recover(Invocation in, RunStore store) throws IOException {
        List<String> done = folder == null
                ? store.recoverAll()
                : store.recover(StoreDoor.run(in, folder)).stream().toList();
        done.forEach(words::line);
        data.set("recovered", Trees.texts(done));
    }

    private void repair(RunStore store, Path run, Path copies) throws IOException {
        for (String path : store.repair(run, copies)) {
            repaired.add(run.getFileName() + "/" + path);
            words.line("repaired: " + run.getFileName() + "/" + path);
        }
        data.set("repaired", Trees.texts(repaired));
    }

    private void copies(RunStore store, Path copies) throws IOException {
        int ok = 0;
        for (MirrorObject object : store.checkMirror(copies)) {
            switch (object.state()) {
                case OK -> ok++;
                case STALE -> words.line("mirror: " + object.path() + " is older than its source");
                case BAD ->
                    findings.add(
                            Finding.of(ErrorCode.DIGEST_MISMATCH, "mirror/" + object.path(), "is not what was copied"));
                case MISSING -> findings.add(Finding.of(ErrorCode.MISSING_FILE, "mirror/" + object.path(), "is gone"));
            }
        }
        words.line("mirror: " + ok + " copies read back and the same");
    }

    private RunCheck checked(RunStore store, Path run) throws IOException {
        if (subset != null) {
            return store.verify(run, part(subset));
        }
        return store.verify(run, full ? RunCheck.Level.FULL : RunCheck.Level.QUICK);
    }

    private static RunCheck.Part part(String typed) {
        Matcher parts = PART.matcher(typed);
        try {
            if (parts.matches()) {
                return new RunCheck.Part(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
            }
            throw new SyncException(ErrorCode.USAGE, "--subset is N/T, for example 1/7; found: " + typed);
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, e.getMessage(), e);
        }
    }

    private void check(RunStore store, Path run) throws IOException {
        RunCheck check = checked(store, run);
        check.findings()
                .forEach(finding -> findings.add(new Finding(
                        finding.code(),
                        check.id() + "/" + finding.path(),
                        finding.expected(),
                        finding.found(),
                        finding.what())));
        runs.addObject().put("id", check.id()).put("files", check.files()).put("bytes_read", check.bytes());
        words.line(check.id() + ": " + check.words());
    }

    private void tables(RunStore store) throws IOException {
        if (registry) {
            findings.addAll(store.checkRegistry());
            words.line("registry: chain and anchors hold");
        }
        if (best) {
            for (String task : store.registered().stream()
                    .map(RegistryRow::task)
                    .distinct()
                    .toList()) {
                findings.addAll(store.checkShowcase(task));
                words.line("showcase of " + task + ": verified");
            }
        }
        data.put("registry", registry);
        data.put("best", best);
    }
}
