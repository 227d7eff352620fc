package dev.syncprotocol.runs.guardrails;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.RegistryRow;
import dev.syncprotocol.runs.store.RunCheck;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.RunLine;
import dev.syncprotocol.runs.store.RunQuery;
import dev.syncprotocol.runs.store.RunState;
import dev.syncprotocol.runs.store.RunStore;
import dev.syncprotocol.runs.store.ShowcaseEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checklist answered by a machine: what the four questions ask, looked up in the store. Reads only. */
public final class GuardrailCheck {
    private final RunStore store;
    private final List<Finding> findings = new ArrayList<>();

    private GuardrailCheck(RunStore store) {
        this.store = store;
    }

    /** Everything that breaks a rule; empty when nothing does. */
    public static List<Finding> of(RunStore store) throws IOException {
        GuardrailCheck check = new GuardrailCheck(store);
        for (RunLine line : store.list(RunQuery.ALL)) {
            check.look(line);
        }
        check.promotions();
        return List.copyOf(check.findings);
    }

    private void look(RunLine line) throws IOException {
        if (line.state() == RunState.FINAL) {
            structure(line.id());
        } else if (line.state() == RunState.VOID) {
            add(ErrorCode.MISSING_FILE, line.id() + "/" + RunFolder.LOCK, "(a) the run was not made by sync runs new");
        } else if (evaluations(line.id()) == 0) {
            add(ErrorCode.MISSING_FILE, line.id() + "/" + RunFolder.METRICS, "(b) no evaluation was logged");
        }
    }

    private void structure(String id) throws IOException {
        for (Finding finding :
                store.verify(store.folder(id), RunCheck.Level.QUICK).findings()) {
            add(finding.code(), id + "/" + finding.path(), "(c) " + finding.what());
        }
    }

    private long evaluations(String id) throws IOException {
        Path metrics = store.folder(id).resolve(RunFolder.METRICS);
        if (!Files.isRegularFile(metrics)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(metrics)) {
            return lines.skip(1).count();
        }
    }

    private void promotions() throws IOException {
        List<RegistryRow> rows = store.registered();
        Set<String> ids = rows.stream().map(RegistryRow::experimentId).collect(Collectors.toSet());
        for (String task : rows.stream().map(RegistryRow::task).distinct().toList()) {
            for (ShowcaseEntry entry : store.history(task)) {
                if (!ids.contains(entry.experimentId())) {
                    add(
                            ErrorCode.CHAIN_BROKEN,
                            "best/" + task + "/history.csv",
                            "(d) row " + entry.seq() + " names a run that is not registered: " + entry.experimentId());
                }
            }
        }
    }

    private void add(ErrorCode code, String path, String what) {
        findings.add(Finding.of(code, path, what));
    }
}
