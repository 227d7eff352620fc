package dev.syncprotocol.mcp.install;

import java.util.List;
import java.util.Optional;

/** A unified diff of texts that differ in one place, as all of ours do. */
final class LineDiff {
    private static final int CONTEXT = 3;

    private final List<String> before;
    private final List<String> after;
    private final int same;
    private final int sameAtEnd;

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        this.same = common(before, after);
        this.sameAtEnd = commonAtEnd(before, after, same);
    }

    static String of(String path, Optional<String> before, String after) {
        LineDiff diff =
                new LineDiff(before.orElse("").lines().toList(), after.lines().toList());
        String from = before.isPresent() ? "a/" + path : "/dev/null";
        return "--- " + from + "\n+++ b/" + path + "\n" + diff.hunk();
    }

    private static int common(List<String> one, List<String> other) {
        int most = Math.min(one.size(), other.size());
        int count = 0;
        while (count < most && one.get(count).equals(other.get(count))) {
            count++;
        }
        return count;
    }

    private static int commonAtEnd(List<String> one, List<String> other, int taken) {
        int most = Math.min(one.size(), other.size()) - taken;
        int count = 0;
        while (count < most && one.get(one.size() - 1 - count).equals(other.get(other.size() - 1 - count))) {
            count++;
        }
        return count;
    }

    private String hunk() {
        int from = Math.max(0, same - CONTEXT);
        int tail = Math.max(0, sameAtEnd - CONTEXT);
        List<String> old = before.subList(from, before.size() - tail);
        List<String> fresh = after.subList(from, after.size() - tail);
        int lead = same - from;
        int trail = sameAtEnd - tail;
        StringBuilder text =
                new StringBuilder("@@ -" + range(from, old.size()) + " +" + range(from, fresh.size()) + " @@\n");
        add(text, " ", old.subList(0, lead));
        add(text, "-", old.subList(lead, old.size() - trail));
        add(text, "+", fresh.subList(lead, fresh.size() - trail));
        add(text, " ", old.subList(old.size() - trail, old.size()));
        return text.toString();
    }

    private static String range(int from, int count) {
        return (count == 0 ? from : from + 1) + "," + count;
    }

    private static void add(StringBuilder text, String mark, List<String> lines) {
        lines.forEach(line -> text.append(mark).append(line).append('\n'));
    }
}
