package dev.syncprotocol.gates.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.SeededOrder;
import dev.syncprotocol.gates.pool.PoolRecord;
import dev.syncprotocol.gates.pool.PoolRecords;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds a rollout pool (S2-1.6): exact counts a task, questions back at the exact rate, tools from the list, at most so
 * many turns, no evaluation item, same seed, same bytes. It never invents an item; where a task has fewer than its count,
 * items are used again with another template and the report says so (D23).
 */
public final class PoolBuilder implements AutoCloseable {
    private final PoolOrder order;
    private final SeededOrder seeded;
    private final EvaluationItems evaluation = new EvaluationItems();
    private final Optional<WikiSearch> wiki;
    private final Tools tools;
    private final ObjectNode report = SyncJson.object();

    /** Opens what the order names; {@code preflight_failed} for a missing file. */
    public PoolBuilder(PoolOrder order) throws IOException {
        this.order = order;
        this.seeded = new SeededOrder(order.seed());
        this.wiki = order.passages().isPresent()
                ? Optional.of(WikiSearch.open(order.passages().get()))
                : Optional.empty();
        this.tools = new Tools(order.tools(), wiki);
        if (order.exclude().isPresent()) {
            evaluation.add(order.exclude().get());
        }
    }

    /** Writes the pool whole or not at all, and says what was done. */
    public ObjectNode write(Path out) throws IOException {
        Path temporary = out.toAbsolutePath().resolveSibling(out.getFileName() + ".tmp");
        Files.createDirectories(temporary.getParent());
        try (Writer lines = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, Integer> task : order.mix().counts(order.n()).entrySet()) {
                for (PoolRecord entry : records(task.getKey(), task.getValue())) {
                    lines.append(SyncJson.compact(PoolRecords.tree(entry))).append('\n');
                }
            }
        }
        Files.move(temporary, out.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
        return report.put("records", order.n())
                .put("seed", order.seed())
                .put("sha256", Sha256.ofFile(out).hex());
    }

    private List<PoolRecord> records(String task, int count) throws IOException {
        Sources train = Sources.read(order.sources(), task, Sources.Part.TRAIN);
        List<SourceItem> items = usable(task, train);
        TemplatePack pack = TemplatePack.read(order.templates(), task);
        Set<Integer> clarifying = clarifying(task, count);
        List<PoolRecord> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(entry(task, items, pack, i, clarifying.contains(i)));
        }
        tell(task, train, items, entries);
        return entries;
    }

    private List<SourceItem> usable(String task, Sources train) throws IOException {
        Path eval = order.sources().resolve(task).resolve(Sources.Part.EVAL.fileName());
        if (Files.isRegularFile(eval)) {
            evaluation.add(
                    task, Sources.read(order.sources(), task, Sources.Part.EVAL).items());
        }
        List<SourceItem> free = train.items().stream()
                .filter(item -> !evaluation.touch(task, item))
                .toList();
        if (free.isEmpty()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    task + ": every one of its " + train.items().size() + " source items touches the evaluation set");
        }
        return seeded.of(free, SourceItem::id);
    }

    /** The records that ask back: exactly the rate, rounded to the nearest, the first in seeded order. */
    private Set<Integer> clarifying(String task, int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        int share = (int) Math.round(order.clarifyRate() * count);
        return new HashSet<>(seeded.of(all, i -> "clarify:" + task + ":" + i).subList(0, share));
    }

    private PoolRecord entry(String task, List<SourceItem> items, TemplatePack pack, int i, boolean clarify) {
        int pass = i / items.size();
        SourceItem item = items.get(i % items.size());
        int templates = pack.templates().size();
        int roles = pack.roles().size();
        Dialogue.Wrapping wrapping = new Dialogue.Wrapping(
                pack.templates().get((i % items.size() + pass) % templates),
                pack.roles().get(i / templates % roles),
                pack.styles().get(i / (templates * roles) % pack.styles().size()));
        int room = order.maxTurns() - (clarify ? 5 : 3);
        List<Tools.Use> uses = tools.uses(item);
        return Dialogue.compose(
                task + "-" + item.id() + "-" + pass,
                task,
                item,
                wrapping,
                clarify,
                uses.subList(0, Math.max(0, Math.min(room, uses.size()))));
    }

    private void tell(String task, Sources train, List<SourceItem> items, List<PoolRecord> entries) {
        ObjectNode node = report.withObjectProperty("tasks").putObject(task);
        node.put("records", entries.size())
                .put("source_items", train.items().size())
                .put("excluded_items", train.items().size() - items.size())
                .put("reused_items", Math.max(0, entries.size() - items.size()))
                .put(
                        "clarifying_records",
                        entries.stream()
                                .filter(entry -> entry.clarifyingTurns() > 0)
                                .count())
                .put(
                        "tool_turns",
                        entries.stream().mapToLong(PoolBuilder::toolTurns).sum())
                .put(
                        "unconfirmed_calculations",
                        items.stream().mapToLong(tools::unconfirmed).sum())
                .put("source_sha256", train.sha256().hex());
    }

    private static long toolTurns(PoolRecord entry) {
        return entry.turns().stream().filter(turn -> turn.ofTool()).count();
    }

    @Override
    public void close() throws IOException {
        if (wiki.isPresent()) {
            wiki.get().close();
        }
    }
}
