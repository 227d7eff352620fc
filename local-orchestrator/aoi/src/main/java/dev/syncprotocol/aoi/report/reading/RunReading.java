package dev.syncprotocol.aoi.report.reading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.accounting.AccountRow;
import dev.syncprotocol.aoi.accounting.AccountingFile;
import dev.syncprotocol.aoi.choice.PhaseChoice;
import dev.syncprotocol.aoi.kpi.KpiTarget;
import dev.syncprotocol.aoi.kpi.LabelBound;
import dev.syncprotocol.aoi.kpi.ScoreColumns;
import dev.syncprotocol.aoi.kpi.ScoredTable;
import dev.syncprotocol.aoi.kpi.ScoredTableFile;
import dev.syncprotocol.aoi.log.LogReading;
import dev.syncprotocol.aoi.log.LoopLog;
import dev.syncprotocol.aoi.mining.Likeness;
import dev.syncprotocol.aoi.state.DeftState;
import dev.syncprotocol.aoi.state.PhaseState;
import dev.syncprotocol.aoi.state.RunFolder;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.tokens.TokenAlignment;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run folder as it lies on disk.
 *
 * @param runDir the folder
 * @param state its state
 * @param log its log; a torn tail is left out
 * @param target what the loop is after
 * @param phases the phases that have a figure, in order
 * @param sourceLabels labels of the rows mining could choose from, canonical; empty before they are staged
 * @param accounts every line of every phase's {@code accounting.csv}
 * @param tokens entry number to tokens in the context, where transcripts were aligned
 */
public record RunReading(
        Path runDir,
        DeftState state,
        LogReading log,
        KpiTarget target,
        List<PhaseReading> phases,
        Set<String> sourceLabels,
        List<AccountRow> accounts,
        Map<Long, Long> tokens) {
    public RunReading {
        phases = List.copyOf(phases);
        sourceLabels = Set.copyOf(sourceLabels);
        accounts = List.copyOf(accounts);
        tokens = Map.copyOf(tokens);
    }

    /**
     * Reads a run.
     *
     * @throws SyncException {@code evidence_missing} when the folder has no state; {@code state_log_mismatch}, {@code log_chain_broken} when
     *     state or log cannot be believed
     */
    public static RunReading read(Path runDir, Clock clock) throws IOException {
        RunFolder folder = new RunFolder(runDir);
        Path file = folder.state();
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.EVIDENCE_MISSING, "no run here: there is no " + file)
                    .withHint("a run's folder is named results/run_<date>_<time>");
        }
        DeftState state = DeftState.read(file);
        Path base = Path.of(state.tree().path("config").path("training_csv").asText());
        List<PhaseReading> phases = new ArrayList<>();
        for (PhaseState phase : state.phases()) {
            if (phase.farPct().isPresent()) {
                phases.add(PhaseReading.read(folder, phase, base));
            }
        }
        KpiTarget target = KpiTarget.parse(state.tree().path("kpi_target").asText());
        return new RunReading(
                runDir,
                state,
                LoopLog.of(runDir, clock).read(),
                target,
                phases,
                sourceLabels(folder, state),
                accounts(folder, state),
                tokens(runDir));
    }

    private static List<AccountRow> accounts(RunFolder run, DeftState state) throws IOException {
        List<AccountRow> accounts = new ArrayList<>();
        for (PhaseState phase : state.phases()) {
            Path file = run.accounting(phase.phase());
            accounts.addAll(Files.isRegularFile(file) ? AccountingFile.read(file) : List.of());
        }
        return accounts;
    }

    private static Map<Long, Long> tokens(Path runDir) throws IOException {
        Path file = runDir.resolve(TokenAlignment.FILE);
        Map<Long, Long> tokens = new HashMap<>();
        for (String line : Files.isRegularFile(file) ? Files.readAllLines(file) : List.<String>of()) {
            JsonNode stage = SyncJson.read(line);
            tokens.put(stage.path("seq").asLong(), stage.path("context_tokens").asLong());
        }
        return tokens;
    }

    private static Set<String> sourceLabels(RunFolder run, DeftState state) throws IOException {
        List<String> labels = new ArrayList<>(TextTable.read(run.sourcePool()).column("label"));
        for (PhaseState phase : state.phases()) {
            Path delta = run.ingest(phase.phase()).resolve("source_pool_delta.csv");
            labels.addAll(TextTable.read(delta).column("label"));
        }
        return labels.stream().map(Labels::canonical).collect(Collectors.toSet());
    }

    /** How alike KPI and pool pictures look to the run's embedder; empty before the pool is embedded, and where nobody measured it. */
    public Optional<String> likeness() throws IOException {
        return Likeness.told(new RunFolder(runDir).sourceEmbedLog());
    }

    /** The phase before every iteration, once it is evaluated. */
    public Optional<PhaseReading> baseline() {
        return phases.stream().filter(phase -> phase.phase().isBaseline()).findFirst();
    }

    /** The iterations that have a figure. */
    public List<PhaseReading> iterations() {
        return phases.stream().filter(phase -> !phase.phase().isBaseline()).toList();
    }

    /** The phase with the lowest FAR, the earliest of equals. */
    public Optional<PhaseReading> best() {
        return state.best()
                .flatMap(best -> phases.stream()
                        .filter(phase -> phase.phase().equals(best.phase()))
                        .findFirst());
    }

    /** Which phase is handed over, why, and what the frozen benchmark says of that; empty while no phase has a figure. */
    public Optional<PhaseChoice> choice() {
        return phases.isEmpty()
                ? Optional.empty()
                : Optional.of(new PhaseChoice(
                        target, phases.stream().map(PhaseReading::judged).toList()));
    }

    /** Whether this is {@link #best}. */
    public boolean isBest(PhaseReading phase) {
        return best().filter(phase::equals).isPresent();
    }

    /** The phase before this one. */
    public Optional<PhaseReading> before(PhaseReading phase) {
        int place = phases.indexOf(phase);
        return place > 0 ? Optional.of(phases.get(place - 1)) : Optional.empty();
    }

    /** Whether FAR rose against the phase before. */
    public boolean hasRegressed(PhaseReading phase) {
        return before(phase).filter(before -> phase.farPct() > before.farPct()).isPresent();
    }

    /** Whether this is the second iteration in a row that is no better than what was there before both (decision A17). */
    public boolean hasStalled(PhaseReading phase) {
        int place = phases.indexOf(phase);
        if (place < 2) {
            return false;
        }
        double reached = phases.subList(0, place - 1).stream()
                .mapToDouble(PhaseReading::farPct)
                .min()
                .orElseThrow();
        return phases.get(place - 1).farPct() >= reached && phase.farPct() >= reached;
    }

    /** The labels an iteration was after: what the analysis of the phase before found, worst first. */
    public List<String> targetsOf(PhaseReading phase) {
        return before(phase).map(before -> before.state().targetDefects()).orElse(List.of());
    }

    /** Why the loop stopped: {@code kpi_met}, {@code max_iterations}, {@code hard_stop:<name>}, {@code error}; empty while it has not. */
    public Optional<String> stopReason() {
        return state.stopReason();
    }

    /** Whether the loop ended as it should, so that a model may be handed over. */
    public boolean endedWell() {
        return stopReason()
                .filter(reason -> reason.equals("kpi_met") || reason.equals("max_iterations"))
                .isPresent();
    }

    /** Whether the model was handed over. */
    public boolean handedOver() {
        return Files.isRegularFile(new RunFolder(runDir).bestModel());
    }

    /** Whether the best phase meets the target in 64-bit and in 32-bit comparison. */
    public boolean meetsTarget() {
        return best().flatMap(PhaseReading::certificate)
                .filter(certificate -> certificate.meets(target))
                .isPresent();
    }

    /** The scored KPI table of a phase; empty when the file is gone. */
    public Optional<ScoredTable> tableOf(PhaseReading phase) throws IOException {
        Optional<Path> file = phase.state().inferenceCsv().filter(Files::isRegularFile);
        return file.isPresent()
                ? Optional.of(ScoredTableFile.read(file.get(), ScoreColumns.DEFAULTS))
                : Optional.empty();
    }

    /** A field of the state's {@code config}; empty text without it. */
    public String config(String field) {
        return state.tree().path("config").path(field).asText("");
    }

    /** A field of the state's {@code sync} block; empty text without it. */
    public String sync(String field) {
        return state.tree().path("sync").path(field).asText("");
    }

    /** Defects of the KPI set, canonical, of which neither the pool nor the pre-generated pairs hold a row. */
    public List<String> labelsWithoutSource() {
        return best().flatMap(PhaseReading::certificate).stream()
                .flatMap(certificate -> certificate.labels().stream())
                .map(LabelBound::label)
                .filter(label -> !sourceLabels.isEmpty() && !sourceLabels.contains(label))
                .toList();
    }

    /** One pair the loop used: of the best phase, else of the latest iteration that has one. */
    public Optional<StagedPair> pair() {
        List<PhaseReading> asked = new ArrayList<>();
        best().ifPresent(asked::add);
        for (int i = phases.size() - 1; i >= 0; i--) {
            asked.add(phases.get(i));
        }
        return asked.stream()
                .flatMap(phase -> phase.mining().stream()
                        .flatMap(mining -> StagedPair.firstOf(runDir, phase.label(), mining.sdgFiles()).stream()))
                .findFirst();
    }
}
