package dev.syncprotocol.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One failed check of a gate: what was measured, what is asked, and who breaks it (preflight.md sections 2 and 5.1).
 *
 * @param check the check's name, for example {@code min_distinct2}
 * @param task the task it failed on; {@code all} for the whole
 * @param value the measured figure; empty where it could not be computed
 * @param limit the threshold; empty for a rule that has none
 * @param offenders how many records break it; 0 where no single record does
 * @param ids the first 50 of them
 * @param reason one clause for people
 */
public record Finding(
        String check,
        String task,
        OptionalDouble value,
        OptionalDouble limit,
        long offenders,
        List<String> ids,
        String reason) {
    /** How many ids a finding names. */
    public static final int MOST_IDS = 50;

    /** The name of the whole, beside those of the tasks. */
    public static final String ALL = "all";

    /** Keeps the first 50 ids. */
    public Finding {
        ids = List.copyOf(ids.subList(0, Math.min(ids.size(), MOST_IDS)));
    }

    /** A figure on the wrong side of its limit. */
    public static Finding figure(String check, String task, double value, double limit, String reason) {
        return new Finding(check, task, OptionalDouble.of(value), OptionalDouble.of(limit), 0, List.of(), reason);
    }

    /** A rule that is broken, or a figure that cannot be computed. */
    public static Finding rule(String check, String task, String reason) {
        return new Finding(check, task, OptionalDouble.empty(), OptionalDouble.empty(), 0, List.of(), reason);
    }

    /** Records that break a rule. */
    public static Finding records(String check, String task, List<String> offenders, String reason) {
        return new Finding(
                check, task, OptionalDouble.empty(), OptionalDouble.empty(), offenders.size(), offenders, reason);
    }

    /** The same finding with the records that cause it. */
    public Finding by(List<String> offenders) {
        return new Finding(check, task, value, limit, offenders.size(), offenders, reason);
    }

    /** As it stands in reports. */
    public ObjectNode tree() {
        ObjectNode node = SyncJson.object().put("check", check).put("task", task);
        node.set("value", value.isPresent() ? node.numberNode(value.getAsDouble()) : node.nullNode());
        node.set("limit", limit.isPresent() ? node.numberNode(limit.getAsDouble()) : node.nullNode());
        node.put("offenders", offenders);
        ids.forEach(node.putArray("ids")::add);
        return node.put("reason", reason);
    }

    /** One line for people. */
    public String words() {
        String on = task.equals(ALL) ? "" : task + ": ";
        return on + check + ": " + reason;
    }
}
