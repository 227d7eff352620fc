package dev.syncprotocol.aoi.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.syncprotocol.aoi.engine.EmbedderIdentity;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is believed of sources somebody else chose; vectors in the plane, so that who is nearest is seen. */
class ForeignChoiceTest {
    private static final EmbeddingSpace PLANE =
            EmbeddingSpace.plain(new EmbedderIdentity("siglip", "", "224x224 rgb", "none", 2));
    private static final List<EmbeddedPicture> SOURCES =
            List.of(picture("ahead", 1, 0), picture("near", 4, 3), picture("across", 0, 1), picture("behind", -1, 0));
    private static final List<EmbeddedPicture> TARGETS = List.of(picture("east", 1, 0), picture("north", 0.1f, 1));

    @ParameterizedTest
    @EnumSource(KnnMetric.class)
    void isTheExactSearchWhereTheChoiceIs(KnnMetric metric) {
        SourceSearch search = search(2, metric);
        assertThat(search.pairs(TARGETS, Set.of("ahead", "near", "across"))).isEqualTo(search.pairs(TARGETS));
    }

    @Test
    void refusesAStrangePicture() {
        refuses(Set.of("ahead", "near", "across", "elsewhere"), "elsewhere is no source that may be chosen");
    }

    @Test
    void refusesOneThatAnEarlierIterationUsed() {
        SourceSearch search = new SourceSearch(settings(2, KnnMetric.COSINE), embedded(), Set.of("near"));
        SyncException refused = catchThrowableOfType(
                SyncException.class, () -> search.pairs(TARGETS, Set.of("ahead", "near", "across")));
        assertThat(refused).hasMessageContaining("near is no source that may be chosen");
    }

    @Test
    void refusesOneThatIsNearNothing() {
        refuses(Set.of("ahead", "near", "across", "behind"), "behind is among the nearest of no target");
    }

    @Test
    void refusesToMissATrueNeighbour() {
        refuses(Set.of("near", "across"), "it lacks ahead, neighbour 1 of a target");
        refuses(Set.of("ahead", "across"), "it lacks near, neighbour 2 of a target");
        refuses(Set.of(), "it lacks ahead");
    }

    /** Of equal ones a container may take others than the search does, and be asked for one of them by another target. */
    @Test
    void takesTiesAsTheyWereDecided() {
        List<EmbeddedPicture> sources =
                List.of(picture("a", 1, 0), picture("b", 1, 0.0001f), picture("c", 0, 1), picture("d", 0, 1));
        List<EmbeddedPicture> targets = List.of(picture("east", 1, 0), picture("also east", 1, 0));
        SourceSearch search = new SourceSearch(settings(1, KnnMetric.COSINE), new Embeddings(PLANE, sources), Set.of());
        assertThat(search.pairs(targets, Set.of("b")))
                .extracting(ConsideredPair::source)
                .containsExactly("b", "b");
        assertThat(search.pairs(targets, Set.of("a", "b")))
                .extracting(pair -> pair.target() + " " + pair.rank() + " " + pair.source())
                .containsExactly("east 1 a", "east 2 b", "also east 1 a", "also east 2 b");
    }

    private static void refuses(Set<String> chosen, String words) {
        SourceSearch search = search(2, KnnMetric.COSINE);
        SyncException refused = catchThrowableOfType(SyncException.class, () -> search.pairs(TARGETS, chosen));
        assertThat(refused.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(refused).hasMessageContaining(words);
    }

    private static SourceSearch search(int topK, KnnMetric metric) {
        return new SourceSearch(settings(topK, metric), embedded(), Set.of());
    }

    private static Embeddings embedded() {
        return new Embeddings(PLANE, SOURCES);
    }

    private static MiningSettings settings(int topK, KnnMetric metric) {
        return new MiningSettings(topK, 0.9, metric, false, true);
    }

    private static EmbeddedPicture picture(String name, float x, float y) {
        float length = (float) Math.hypot(x, y);
        return new EmbeddedPicture(name, "SolderLight", name, "open", new float[] {x / length, y / length});
    }
}
