package dev.syncprotocol.gates.check;

import dev.syncprotocol.gates.Finding;
import dev.syncprotocol.gates.diversity.Text;
import dev.syncprotocol.gates.pool.PoolFile;
import dev.syncprotocol.gates.pool.PoolRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a gate judges at a time: one task, or the whole pool.
 *
 * @param name the task, or {@link Finding#ALL}
 * @param records its records
 */
record Scope(String name, List<PoolRecord> records) {
    /** The tasks, then the whole. */
    static List<Scope> of(PoolFile pool, List<String> tasks) {
        List<Scope> scopes = new ArrayList<>();
        tasks.forEach(task -> scopes.add(new Scope(task, pool.of(task))));
        scopes.add(new Scope(Finding.ALL, pool.records()));
        return scopes;
    }

    boolean whole() {
        return name.equals(Finding.ALL);
    }

    /** The records as texts to measure, the template as the group; over the whole pool joined with the task. */
    List<Text> texts(Function<PoolRecord, String> part) {
        Set<String> ids = new HashSet<>();
        List<Text> texts = new ArrayList<>();
        for (PoolRecord entry : records) {
            String id = ids.add(entry.id()) ? entry.id() : entry.id() + "#" + texts.size();
            ids.add(id);
            Optional<String> template =
                    entry.meta().templateId().map(name -> whole() ? entry.task() + "/" + name : name);
            texts.add(new Text(id, part.apply(entry), template));
        }
        return texts;
    }

    List<String> idsWhere(Predicate<PoolRecord> broken) {
        return records.stream().filter(broken).map(PoolRecord::id).toList();
    }

    List<String> idsAt(List<Integer> indices) {
        return indices.stream().map(i -> records.get(i).id()).toList();
    }
}
