package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.Finding;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync runs verify}: exit 6 with everything that is damaged, not the first only. Writes nothing. */
@Command(
        name = "verify",
        description = "Compare finished runs with their manifests.",
        footer = {"", "Example:", "  sync runs verify --all --full --registry --best"})
final class RunsVerify implements Verb {
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

    private final ObjectNode data = SyncJson.object();
    private final ArrayNode runs = data.putArray("runs");
    private final List<Finding> findings = new ArrayList<>();
    private final Words words = new Words();

    @Override
    public Answer answer(Invocation in) throws IOException {
        boolean nothing = folder == null && !all && !registry && !best;
        if (nothing || (folder != null && all) || (quick && full)) {
            throw new SyncException(
                    ErrorCode.USAGE, "give --exp-dir or --all, --registry or --best; and not both --quick and --full");
        }
        RunStore store = StoreDoor.store(in);
        for (Path run : chosen(in, store)) {
            check(store, run);
        }
        tables(store);
        if (!findings.isEmpty()) {
            throw new RunDamaged("the run store", findings);
        }
        data.put("level", full ? "full" : "quick");
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

    private void check(RunStore store, Path run) throws IOException {
        RunCheck check = store.verify(run, full ? RunCheck.Level.FULL : RunCheck.Level.QUICK);
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
