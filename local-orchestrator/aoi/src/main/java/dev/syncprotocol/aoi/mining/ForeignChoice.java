package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sources somebody else chose as the neighbours of targets, without saying of which: held against the exact search. Every target's neighbours among the
 * chosen ones must be as near as its true ones, and every chosen one must be as near to some target as that target's last true one.
 */
final class ForeignChoice {
    /** A GPU sums in 32 bits or less; a neighbour that is no further than this behind counts as tied. */
    private static final double TOLERANCE = 1e-3;

    private final Set<String> chosen;
    private final MiningSettings settings;
    private final Set<String> paired = new HashSet<>();

    /**
     * A choice.
     *
     * @param sources the pictures that may be chosen
     * @throws SyncException {@code engine_failed} when another one was
     */
    ForeignChoice(Set<String> chosen, MiningSettings settings, List<EmbeddedPicture> sources) {
        this.chosen = chosen;
        this.settings = settings;
        Set<String> strange = new HashSet<>(chosen);
        sources.forEach(source -> strange.remove(source.filepath()));
        refuseAny(strange, " is no source that may be chosen");
    }

    /**
     * The pairs of the choice.
     *
     * @param pairs makes them of neighbours
     * @throws SyncException {@code engine_failed} when the choice is not one of nearest neighbours
     */
    List<ConsideredPair> checked(Function<SourceSearch.Nearest, List<ConsideredPair>> pairs) {
        List<ConsideredPair> found = pairs.apply(this::nearest);
        Set<String> needless = new HashSet<>(chosen);
        needless.removeAll(paired);
        refuseAny(needless, " is among the nearest of no target");
        return found;
    }

    private List<List<Neighbour>> nearest(List<EmbeddedPicture> group, List<float[]> targets) {
        List<Integer> here = IntStream.range(0, group.size())
                .filter(i -> chosen.contains(group.get(i).filepath()))
                .boxed()
                .toList();
        List<List<Neighbour>> exact = search(group, every(group), targets, settings.topKPerTarget());
        List<List<Neighbour>> near = search(group, here, targets, settings.topKPerTarget());
        for (int i = 0; i < exact.size(); i++) {
            requireAsNear(group, exact.get(i), near.get(i));
        }
        near.forEach(list -> pair(group, list));
        return withTied(group, here, targets, exact, near);
    }

    private static List<Integer> every(List<EmbeddedPicture> group) {
        return IntStream.range(0, group.size()).boxed().toList();
    }

    private List<List<Neighbour>> search(
            List<EmbeddedPicture> group, List<Integer> among, List<float[]> targets, int k) {
        List<float[]> vectors = among.stream().map(i -> group.get(i).vector()).toList();
        return new ExactNeighbours(vectors, settings.metric())
                .search(targets, k).stream()
                        .map(list -> list.stream()
                                .map(one -> new Neighbour(among.get(one.source()), one.closeness()))
                                .toList())
                        .toList();
    }

    private static void requireAsNear(List<EmbeddedPicture> group, List<Neighbour> exact, List<Neighbour> near) {
        for (int rank = 0; rank < exact.size(); rank++) {
            if (rank >= near.size() || near.get(rank).closeness() < bound(exact.get(rank))) {
                throw notBelieved(
                        "it lacks " + group.get(exact.get(rank).source()).filepath() + ", neighbour " + (rank + 1)
                                + " of a target");
            }
        }
    }

    /** A chosen source that is in nobody's list, but tied with the last of one, belongs to that list too. */
    private List<List<Neighbour>> withTied(
            List<EmbeddedPicture> group,
            List<Integer> here,
            List<float[]> targets,
            List<List<Neighbour>> exact,
            List<List<Neighbour>> near) {
        List<Integer> odd = here.stream()
                .filter(i -> !paired.contains(group.get(i).filepath()))
                .toList();
        if (odd.isEmpty()) {
            return near;
        }
        List<List<Neighbour>> tied = search(group, odd, targets, odd.size());
        List<List<Neighbour>> all = new ArrayList<>();
        for (int i = 0; i < near.size(); i++) {
            double bound = bound(exact.get(i).get(exact.get(i).size() - 1));
            List<Neighbour> list = new ArrayList<>(near.get(i));
            tied.get(i).stream().filter(one -> one.closeness() >= bound).forEach(list::add);
            pair(group, list);
            all.add(list);
        }
        return all;
    }

    private void pair(List<EmbeddedPicture> group, List<Neighbour> list) {
        list.forEach(one -> paired.add(group.get(one.source()).filepath()));
    }

    private static double bound(Neighbour neighbour) {
        return neighbour.closeness() - TOLERANCE * Math.max(1, Math.abs(neighbour.closeness()));
    }

    private static void refuseAny(Set<String> pictures, String otherwise) {
        pictures.stream().sorted().findFirst().ifPresent(first -> {
            throw notBelieved(first + otherwise);
        });
    }

    private static SyncException notBelieved(String why) {
        return new SyncException(ErrorCode.ENGINE_FAILED, "the mining of the container is not believed: " + why)
                .withHint("a run with the built-in search needs no container for it: --mining builtin");
    }
}
