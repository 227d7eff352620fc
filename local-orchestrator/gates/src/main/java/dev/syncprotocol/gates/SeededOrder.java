package dev.syncprotocol.gates;

import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The one random order of the preflight: ascending {@code sha256(seed + id)}, UTF-8 (preflight.md section 5.1, rule 2).
 *
 * @param seed named in every report that depends on it
 */
public record SeededOrder(long seed) {
    /** The items in that order; ties cannot be, since ids are unique. */
    public <T> List<T> of(Collection<T> items, Function<T, String> id) {
        return items.stream()
                .map(item -> new Draw<>(key(id.apply(item)), item))
                .sorted(Comparator.comparing(Draw::key))
                .map(Draw::item)
                .toList();
    }

    /** The hex digest an id is ordered by. */
    public String key(String id) {
        return Sha256.of(seed + id).hex();
    }

    private record Draw<T>(String key, T item) {}
}
