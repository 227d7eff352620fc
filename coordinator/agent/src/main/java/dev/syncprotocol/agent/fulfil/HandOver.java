package dev.syncprotocol.agent.fulfil;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.model.Ask;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.protocol.PackageReading;
import dev.syncprotocol.protocol.PackageText;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.ProducedArtifact;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.SyncPackage;
import dev.syncprotocol.protocol.SyncPackageReader;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SecretKind;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The package in the model's words: asked for by JSON Schema, read like anybody's, and held to the facts. It may say what the
 * artifacts are and what is risky, never whose package it is, of which round, or what was made.
 *
 * @param party the party it hands over for
 * @param round the open round
 * @param accepted the needs whose drafts were accepted
 */
record HandOver(Party party, RoundNumber round, List<AskedNeed> accepted) {
    HandOver {
        accepted = List.copyOf(accepted);
    }

    /**
     * The model's package.
     *
     * @param tries how many it may write
     * @throws SyncException {@link ErrorCode#DRAFT_REFUSED} when none of them holds
     */
    SyncPackage ask(Caller caller, Prompt prompt, List<NeedOutcome> unfulfilled, int tries, FulfilListener listener)
            throws IOException {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(new SystemMessage(prompt.system()));
        messages.add(new UserMessage(prompt.handOver(accepted, unfulfilled)));
        List<String> broken = List.of();
        for (int i = 0; i < tries; i++) {
            Ask ask = new Ask("package", messages, List.of(), Optional.of(schema()));
            AiMessage answer = caller.ask(ask, listener).message();
            Reading reading = read(answer.text() == null ? "" : answer.text());
            if (reading.syncPackage().isPresent()) {
                return reading.syncPackage().get();
            }
            broken = reading.broken();
            messages.add(AiMessage.from(answer.text() == null ? "(no text)" : answer.text()));
            messages.add(new UserMessage(Prompt.packageBroken(broken)));
        }
        throw new SyncException(
                        ErrorCode.DRAFT_REFUSED,
                        "the model wrote no valid package in " + tries + " tries: "
                                + ShownText.clean(String.join("; ", broken)))
                .withNext("sync needs", "sync agent fulfil");
    }

    /**
     * What a text says.
     *
     * @param syncPackage the package, when no rule is broken
     * @param broken every broken rule
     */
    record Reading(Optional<SyncPackage> syncPackage, List<String> broken) {}

    /** Reads an answer; a code block around the document is tolerated. */
    Reading read(String text) {
        byte[] json = PackageText.in(text.getBytes(StandardCharsets.UTF_8)).json();
        PackageReading reading = SyncPackageReader.read(json, Set.of(party));
        List<String> broken = new ArrayList<>(reading.violations().stream()
                .map(violation -> violation.pointer() + " " + violation.rule() + ": " + violation.expected())
                .toList());
        reading.syncPackage().ifPresent(content -> facts(content, broken));
        SecretKind.exactlyIn(text).ifPresent(kind -> broken.add("it holds what looks like a secret: " + kind.words()));
        return broken.isEmpty() ? new Reading(reading.syncPackage(), List.of()) : new Reading(Optional.empty(), broken);
    }

    private void facts(SyncPackage content, List<String> broken) {
        if (!content.from().equals(party)) {
            broken.add("/from: " + party);
        }
        if (!content.round().equals(round)) {
            broken.add("/round: the open round is " + round);
        }
        if (!content.needs().isEmpty()) {
            broken.add("it asks for nothing: no need_from_… fields");
        }
        Set<String> wanted = accepted.stream().map(HandOver::identity).collect(Collectors.toSet());
        Set<String> named = content.artifacts().stream().map(HandOver::identity).collect(Collectors.toSet());
        if (!wanted.equals(named)) {
            broken.add("/artifacts_produced: exactly the accepted artifacts, names and paths as given");
        }
    }

    private static String identity(AskedNeed asked) {
        return asked.name() + " at " + asked.need().path();
    }

    private static String identity(ProducedArtifact artifact) {
        return artifact.name() + " at " + artifact.path();
    }

    /** The form of the answer, for providers that hold a model to one. */
    private String schema() {
        ObjectNode artifact = object("name", "path", "desc");
        words(artifact, "name", accepted.stream().map(AskedNeed::name).toList());
        words(
                artifact,
                "path",
                accepted.stream().map(asked -> asked.need().path().value()).toList());
        text(artifact, "desc");
        ObjectNode schema = object("from", "round", "artifacts_produced", "risks_blockers", "notes");
        words(schema, "from", List.of(party.name()));
        properties(schema).putObject("round").put("type", "integer");
        properties(schema).putObject("artifacts_produced").put("type", "array").set("items", artifact);
        properties(schema)
                .putObject("risks_blockers")
                .put("type", "array")
                .putObject("items")
                .put("type", "string");
        text(schema, "notes");
        return SyncJson.compact(schema);
    }

    private static ObjectNode object(String... required) {
        ObjectNode object = SyncJson.object().put("type", "object");
        object.putObject("properties");
        object.set("required", object.arrayNode());
        for (String name : required) {
            ((ArrayNode) object.get("required")).add(name);
        }
        return object.put("additionalProperties", false);
    }

    private static ObjectNode properties(ObjectNode object) {
        return (ObjectNode) object.get("properties");
    }

    private static void text(ObjectNode object, String name) {
        properties(object).putObject(name).put("type", "string");
    }

    private static void words(ObjectNode object, String name, List<String> words) {
        ArrayNode list =
                properties(object).putObject(name).put("type", "string").putArray("enum");
        words.stream().distinct().forEach(list::add);
    }
}
