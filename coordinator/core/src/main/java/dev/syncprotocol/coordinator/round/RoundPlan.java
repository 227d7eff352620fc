package dev.syncprotocol.coordinator.round;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.fields.Fields;
import dev.syncprotocol.protocol.ExternalNeed;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.json.LocatedDocument;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The three commands of a round, and what the round is going to ask of other parties (coordinator.md section 10).
 *
 * @param title one line
 * @param commands exactly three, with the ids 1, 2 and 3 in this order
 * @param needs what the draft of the local package asks of each party; may be empty
 */
public record RoundPlan(String title, List<Directive> commands, Map<Party, List<ExternalNeed>> needs) {
    /** Commands of a round. */
    public static final int COMMANDS = 3;

    /** Refuses any other number of commands than three. */
    public RoundPlan {
        commands = List.copyOf(commands);
        Map<Party, List<ExternalNeed>> copy = new LinkedHashMap<>();
        needs.forEach((party, items) -> copy.put(party, List.copyOf(items)));
        needs = Collections.unmodifiableMap(copy);
        List<Integer> ids = commands.stream().map(Directive::id).toList();
        if (!ids.equals(List.of(1, 2, 3))) {
            throw new IllegalArgumentException("a round has the commands 1, 2 and 3, found: " + ids);
        }
    }

    /**
     * Reads a plan file.
     *
     * @param what its name for people, for example its path
     * @throws dev.syncprotocol.protocol.error.SyncException {@link ErrorCode#PLAN_INVALID} with every broken rule
     */
    public static RoundPlan parse(byte[] yaml, String what) {
        LocatedDocument document =
                SchemaValidator.load(SchemaId.ROUND_PLAN_V1, yaml, DocumentFormat.YAML, ErrorCode.PLAN_INVALID, what);
        PlanRules.check(document, what);
        return read(new Fields(document.root(), what));
    }

    static RoundPlan read(Fields fields) {
        Map<Party, List<ExternalNeed>> needs = new LinkedHashMap<>();
        fields.optionalObject("needs")
                .ifPresent(asked -> asked.node()
                        .fieldNames()
                        .forEachRemaining(party -> needs.put(new Party(party), asked.objects(party, NeedJson::read))));
        return new RoundPlan(fields.text("title"), fields.objects("commands", RoundPlan::directive), needs);
    }

    private static Directive directive(Fields fields) {
        return new Directive(
                fields.integer("id"),
                fields.text("title"),
                fields.text("instruction"),
                fields.texts("run"),
                fields.objects("produces", PackageJson::artifact));
    }

    /** The plan as an object, in the order of plan files. */
    ObjectNode write() {
        ObjectNode node = SyncJson.object();
        node.put("title", title);
        node.set(
                "commands",
                NeedJson.list(commands.stream().map(RoundPlan::write).toList()));
        ObjectNode asked = SyncJson.object();
        needs.forEach((party, items) -> asked.set(
                party.name(), NeedJson.list(items.stream().map(NeedJson::write).toList())));
        node.set("needs", asked);
        return node;
    }

    private static ObjectNode write(Directive directive) {
        ObjectNode node = SyncJson.object();
        node.put("id", directive.id());
        node.put("title", directive.title());
        node.put("instruction", directive.instruction());
        if (!directive.run().isEmpty()) {
            node.set("run", NeedJson.texts(directive.run()));
        }
        node.set(
                "produces",
                NeedJson.list(
                        directive.produces().stream().map(PackageJson::artifact).toList()));
        return node;
    }

    /** The command with this id, which is 1, 2 or 3. */
    public Directive command(int id) {
        return commands.get(id - 1);
    }
}
