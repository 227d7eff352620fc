package dev.syncprotocol.aoi.leakage;

import dev.syncprotocol.aoi.leakage.ComparedSet.ComparedRow;
import dev.syncprotocol.aoi.leakage.ComparedSet.LitPicture;
import dev.syncprotocol.aoi.table.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Two sets compared: for each row of the first, the strongest way in which some row of the second is the same. */
final class SetComparison {
    private final ComparedSet left;
    private final ComparedSet right;
    private final NearCopyRule nearCopies;
    private final List<Leak> stops = new ArrayList<>();
    private final List<Leak> warnings = new ArrayList<>();

    /** A row of the second set under one light. */
    private record Candidate(ComparedRow row, LitPicture picture) {}

    SetComparison(ComparedSet left, ComparedSet right, NearCopyRule nearCopies) {
        this.left = left;
        this.right = right;
        this.nearCopies = nearCopies;
    }

    String name() {
        return left.name() + "/" + right.name();
    }

    List<Leak> stops() {
        return stops;
    }

    List<Leak> warnings() {
        return warnings;
    }

    void run() {
        Map<Object, Candidate> bytes = byPicture(picture -> picture.facts().bytes());
        Map<Object, Candidate> pixels = byPicture(picture -> picture.facts().pixels());
        Map<String, ComparedRow> identities = byRow(ComparedRow::identity);
        Map<String, ComparedRow> keys = byRow(row -> Optional.of(row.key()));
        List<Candidate> near = nearCopies == NearCopyRule.OFF ? List.of() : byLevel();
        for (ComparedRow row : left.rows()) {
            boolean same = picture(row, bytes, LeakLevel.BYTES, p -> p.facts().bytes())
                    || identity(row, identities)
                    || picture(row, pixels, LeakLevel.PIXELS, p -> p.facts().pixels())
                    || key(row, keys);
            if (!same) {
                near(row, near);
            }
        }
    }

    private boolean picture(
            ComparedRow row, Map<Object, Candidate> known, LeakLevel level, Function<LitPicture, Object> digest) {
        for (LitPicture picture : row.lit()) {
            Candidate found = known.get(digest.apply(picture));
            if (found != null) {
                boolean golden = found.picture().golden().equals(picture.golden());
                stops.add(leak(level, row, found.row(), picture.light(), golden));
                return true;
            }
        }
        return false;
    }

    private boolean identity(ComparedRow row, Map<String, ComparedRow> known) {
        ComparedRow found = row.identity().map(known::get).orElse(null);
        return found != null && stops.add(leak(LeakLevel.IDENTITY, row, found, "", goldenEqual(row, found)));
    }

    private boolean key(ComparedRow row, Map<String, ComparedRow> known) {
        ComparedRow found = known.get(row.key());
        return found != null && stops.add(leak(LeakLevel.KEY, row, found, "", goldenEqual(row, found)));
    }

    /** Two defective rows stop; every other pair warns. A row's first stop is looked for before its first warning. */
    private void near(ComparedRow row, List<Candidate> byLevel) {
        Optional<Leak> warning = Optional.empty();
        for (LitPicture picture : row.lit()) {
            for (int i = firstWithin(byLevel, picture); i < byLevel.size(); i++) {
                Candidate other = byLevel.get(i);
                if (other.picture().facts().level() > picture.facts().level() + PictureFacts.NEAR) {
                    break;
                }
                if (isNearCopy(picture, other)) {
                    Leak leak = leak(LeakLevel.NEAR_COPY, row, other.row(), picture.light(), false);
                    if (stops(row, other.row())) {
                        stops.add(leak);
                        return;
                    }
                    warning = warning.or(() -> Optional.of(leak));
                }
            }
        }
        warning.ifPresent(warnings::add);
    }

    private static boolean isNearCopy(LitPicture picture, Candidate other) {
        return picture.light().equals(other.picture().light())
                && picture.facts().nearCopyOf(other.picture().facts());
    }

    private boolean stops(ComparedRow one, ComparedRow other) {
        return nearCopies == NearCopyRule.STOP
                && !Labels.isPass(one.row().label())
                && !Labels.isPass(other.row().label());
    }

    /** Near copies differ by at most {@link PictureFacts#NEAR} in the sum of their levels, so the rest is skipped. */
    private static int firstWithin(List<Candidate> byLevel, LitPicture picture) {
        int least = picture.facts().level() - PictureFacts.NEAR;
        int low = 0;
        int high = byLevel.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byLevel.get(middle).picture().facts().level() < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<Candidate> byLevel() {
        List<Candidate> candidates = new ArrayList<>();
        right.rows().forEach(row -> row.lit().forEach(picture -> candidates.add(new Candidate(row, picture))));
        candidates.sort(
                Comparator.comparingInt(candidate -> candidate.picture().facts().level()));
        return candidates;
    }

    private Map<Object, Candidate> byPicture(Function<LitPicture, Object> digest) {
        Map<Object, Candidate> known = new HashMap<>();
        for (ComparedRow row : right.rows()) {
            row.lit().forEach(picture -> known.putIfAbsent(digest.apply(picture), new Candidate(row, picture)));
        }
        return known;
    }

    private Map<String, ComparedRow> byRow(Function<ComparedRow, Optional<String>> key) {
        Map<String, ComparedRow> known = new HashMap<>();
        right.rows().forEach(row -> key.apply(row).ifPresent(k -> known.putIfAbsent(k, row)));
        return known;
    }

    private static boolean goldenEqual(ComparedRow one, ComparedRow other) {
        return one.lit().get(0).golden().equals(other.lit().get(0).golden());
    }

    private Leak leak(LeakLevel level, ComparedRow one, ComparedRow other, String light, boolean goldenEqual) {
        return new Leak(level, side(left, one, light), side(right, other, light), light, goldenEqual);
    }

    private static Leak.Side side(ComparedSet set, ComparedRow row, String light) {
        Path picture = row.lit().stream()
                .filter(lit -> lit.light().equals(light))
                .findFirst()
                .orElse(row.lit().get(0))
                .file();
        return new Leak.Side(set.name(), set.file(), row.row().line(), row.row().objectName(), picture);
    }
}
