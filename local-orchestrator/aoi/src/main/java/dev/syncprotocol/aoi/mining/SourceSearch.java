package dev.syncprotocol.aoi.mining;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every target's top-K among the sources of its light, and of its label when that is asked for (specification §11.5, 1 to 5). */
final class SourceSearch {
    private final MiningSettings settings;
    private final List<EmbeddedPicture> sources;

    /**
     * A search.
     *
     * @param excluded samples that are not looked at
     */
    SourceSearch(MiningSettings settings, Embeddings sources, Set<String> excluded) {
        this.settings = settings;
        this.sources = sources.pictures().stream()
                .filter(picture -> !excluded.contains(picture.sampleKey()))
                .sorted(Comparator.comparing(EmbeddedPicture::sampleKey))
                .toList();
    }

    /** The samples that are looked at for at least one of these targets. */
    Set<String> searched(List<EmbeddedPicture> targets) {
        Set<Group> groups = targets.stream().map(this::group).collect(Collectors.toSet());
        return sources.stream()
                .filter(source -> groups.contains(group(source)))
                .map(EmbeddedPicture::sampleKey)
                .collect(Collectors.toSet());
    }

    /** The pairs considered, targets in their order. */
    List<ConsideredPair> pairs(List<EmbeddedPicture> targets) {
        if (settings.filterByLabel()) {
            refuseUnlabelled(targets, "target");
            refuseUnlabelled(sources, "source");
        }
        Map<Group, List<EmbeddedPicture>> byGroup =
                sources.stream().collect(Collectors.groupingBy(this::group, Collectors.toList()));
        Map<Integer, List<ConsideredPair>> found = new TreeMap<>();
        places(targets)
                .forEach((group, places) -> search(targets, places, byGroup.getOrDefault(group, List.of()), found));
        return found.values().stream().flatMap(List::stream).toList();
    }

    private void search(
            List<EmbeddedPicture> targets,
            List<Integer> places,
            List<EmbeddedPicture> group,
            Map<Integer, List<ConsideredPair>> found) {
        if (group.isEmpty()) {
            return;
        }
        List<float[]> vectors = group.stream().map(EmbeddedPicture::vector).toList();
        List<float[]> asked =
                places.stream().map(place -> targets.get(place).vector()).toList();
        List<List<Neighbour>> nearest =
                new ExactNeighbours(vectors, settings.metric()).search(asked, settings.topKPerTarget());
        for (int i = 0; i < places.size(); i++) {
            found.put(places.get(i), pairs(targets.get(places.get(i)), group, nearest.get(i)));
        }
    }

    private List<ConsideredPair> pairs(
            EmbeddedPicture target, List<EmbeddedPicture> group, List<Neighbour> neighbours) {
        List<ConsideredPair> pairs = new ArrayList<>();
        for (Neighbour neighbour : neighbours) {
            EmbeddedPicture source = group.get(neighbour.source());
            double cosine = settings.metric() == KnnMetric.COSINE
                    ? neighbour.closeness()
                    : ExactNeighbours.cosine(source.vector(), target.vector());
            pairs.add(new ConsideredPair(
                    target.filepath(), pairs.size() + 1, source.sampleKey(), source.filepath(), cosine));
        }
        return pairs;
    }

    private Map<Group, List<Integer>> places(List<EmbeddedPicture> targets) {
        Map<Group, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            places.computeIfAbsent(group(targets.get(i)), group -> new ArrayList<>())
                    .add(i);
        }
        return places;
    }

    private Group group(EmbeddedPicture picture) {
        return new Group(
                picture.light(), settings.filterByLabel() ? picture.label().toUpperCase(Locale.ROOT) : "");
    }

    private static void refuseUnlabelled(List<EmbeddedPicture> pictures, String side) {
        pictures.stream()
                .filter(picture -> picture.label().isBlank())
                .findFirst()
                .ifPresent(picture -> {
                    throw new SyncException(
                            ErrorCode.LABEL_FILTER_IMPOSSIBLE,
                            "filter_by_label needs labels on both sides; the " + side + " " + picture.filepath()
                                    + " has none");
                });
    }

    /** What is compared with each other. */
    private record Group(String light, String label) {}
}
