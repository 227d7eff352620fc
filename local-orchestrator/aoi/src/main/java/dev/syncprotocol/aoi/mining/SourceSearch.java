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
public final class SourceSearch {
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

    /** How neighbours are chosen. */
    public MiningSettings settings() {
        return settings;
    }

    /** The pictures that may be chosen, by sample key. */
    public List<EmbeddedPicture> sources() {
        return sources;
    }

    /** The samples that are looked at for at least one of these targets. */
    Set<String> searched(List<EmbeddedPicture> targets) {
        Set<Group> groups = targets.stream().map(this::group).collect(Collectors.toSet());
        return sources.stream()
                .filter(source -> groups.contains(group(source)))
                .map(EmbeddedPicture::sampleKey)
                .collect(Collectors.toSet());
    }

    /**
     * Refuses a label filter without labels: it would filter nothing and say nothing.
     *
     * @throws SyncException {@code label_filter_impossible}
     */
    public void requireLabels(List<EmbeddedPicture> targets) {
        if (settings.filterByLabel()) {
            refuseUnlabelled(targets, "target");
            refuseUnlabelled(sources, "source");
        }
    }

    /** Every target with its top-K, targets in their order. */
    public List<ConsideredPair> pairs(List<EmbeddedPicture> targets) {
        return pairs(targets, this::nearest);
    }

    /**
     * The same among the sources somebody else chose.
     *
     * @param chosen their pictures
     * @throws SyncException {@code engine_failed} when a choice is no source, is in no target's top-K, or a target's top-K was not chosen
     */
    public List<ConsideredPair> pairs(List<EmbeddedPicture> targets, Set<String> chosen) {
        return new ForeignChoice(chosen, settings, sources).checked(nearest -> pairs(targets, nearest));
    }

    /** Finds every target's neighbours in a group. */
    @FunctionalInterface
    interface Nearest {
        /**
         * Finds.
         *
         * @return for each target indices into the group, nearest first
         */
        List<List<Neighbour>> of(List<EmbeddedPicture> group, List<float[]> targets);
    }

    private List<List<Neighbour>> nearest(List<EmbeddedPicture> group, List<float[]> targets) {
        return new ExactNeighbours(vectors(group), settings.metric()).search(targets, settings.topKPerTarget());
    }

    static List<float[]> vectors(List<EmbeddedPicture> pictures) {
        return pictures.stream().map(EmbeddedPicture::vector).toList();
    }

    private List<ConsideredPair> pairs(List<EmbeddedPicture> targets, Nearest nearest) {
        requireLabels(targets);
        Map<Group, List<EmbeddedPicture>> byGroup =
                sources.stream().collect(Collectors.groupingBy(this::group, Collectors.toList()));
        Map<Integer, List<ConsideredPair>> found = new TreeMap<>();
        places(targets).forEach((group, places) -> {
            List<EmbeddedPicture> searched = byGroup.getOrDefault(group, List.of());
            if (!searched.isEmpty()) {
                List<List<Neighbour>> lists = nearest.of(
                        searched, vectors(places.stream().map(targets::get).toList()));
                for (int i = 0; i < places.size(); i++) {
                    found.put(places.get(i), pairs(targets.get(places.get(i)), searched, lists.get(i)));
                }
            }
        });
        return found.values().stream().flatMap(List::stream).toList();
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
