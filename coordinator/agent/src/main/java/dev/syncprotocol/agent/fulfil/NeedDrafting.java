package dev.syncprotocol.agent.fulfil;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.syncprotocol.agent.exchange.Caller;
import dev.syncprotocol.agent.model.Ask;
import dev.syncprotocol.coordinator.readiness.DraftCheck;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.ShownText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One need: the model drafts with its tools, the draft is checked, what is wrong goes back; bounded in drafts and in calls. */
final class NeedDrafting {
    /** Most calls of the model for one need, so that a loop of tool calls ends. */
    static final int MOST_CALLS = 40;
    /** Most tool calls of one answer that are carried out. */
    private static final int MOST_TOOLS = 64;

    private static final int MOST_VIOLATIONS = 20;

    private final AskedNeed asked;
    private final Caller caller;
    private final DraftTools tools;
    private final Staging staging;
    private final DraftCheck check;
    private final FulfilListener listener;
    private final int tries;
    private final List<ChatMessage> messages = new ArrayList<>();
    private int drafts;

    NeedDrafting(
            AskedNeed asked,
            Caller caller,
            DraftTools tools,
            Staging staging,
            DraftCheck check,
            int tries,
            FulfilListener listener) {
        this.asked = asked;
        this.caller = caller;
        this.tools = tools;
        this.staging = staging;
        this.check = check;
        this.tries = tries;
        this.listener = listener;
    }

    /**
     * Drafts until one is accepted or a bound is met. What is not accepted is removed from the staging folder.
     *
     * @throws SyncException when the model cannot be asked any further; the draft is removed then as well
     */
    NeedOutcome run(Prompt prompt, List<String> readable) throws IOException {
        listener.began(asked);
        messages.add(new SystemMessage(prompt.system()));
        messages.add(new UserMessage(prompt.need(asked, readable)));
        boolean kept = false;
        try {
            NeedOutcome outcome = drafted();
            kept = outcome.accepted();
            listener.ended(outcome);
            return outcome;
        } finally {
            if (!kept) {
                staging.clear(asked.need().path());
            }
        }
    }

    private NeedOutcome drafted() throws IOException {
        List<ToolSpecification> specifications = tools.specifications();
        for (int call = 0; call < MOST_CALLS; call++) {
            Ask ask = new Ask("need " + asked.name(), messages, specifications, Optional.empty());
            Optional<NeedOutcome> end = answered(caller.ask(ask, listener).message());
            if (end.isPresent()) {
                return end.get();
            }
        }
        return outcome(NeedOutcome.Result.UNFULFILLED, "no accepted draft within " + MOST_CALLS + " calls");
    }

    private Optional<NeedOutcome> answered(AiMessage message) throws IOException {
        messages.add(message);
        if (message.hasToolExecutionRequests()) {
            return carriedOut(message.toolExecutionRequests());
        }
        List<String> broken = judged();
        messages.add(new UserMessage(Prompt.broken(broken)));
        return verdict(broken);
    }

    /** Every call gets its answer, as providers demand, until one ends the need. */
    private Optional<NeedOutcome> carriedOut(List<ToolExecutionRequest> calls) throws IOException {
        for (int i = 0; i < calls.size(); i++) {
            DraftTools.Result result = i < MOST_TOOLS
                    ? tools.run(calls.get(i))
                    : DraftTools.Result.goOn("refused: too many calls in one answer");
            Optional<NeedOutcome> end = answered(calls.get(i), result);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    private Optional<NeedOutcome> answered(ToolExecutionRequest call, DraftTools.Result result) throws IOException {
        listener.called(ShownText.clean(String.valueOf(call.name())), ShownText.clean(result.text()));
        return switch (result.end()) {
            case GIVEN_UP ->
                Optional.of(outcome(NeedOutcome.Result.UNFULFILLED, "the model gave up: " + result.text()));
            case SUBMITTED -> {
                List<String> broken = judged();
                messages.add(ToolExecutionResultMessage.from(call, Prompt.broken(broken)));
                yield verdict(broken);
            }
            case NO -> {
                messages.add(ToolExecutionResultMessage.from(call, result.text()));
                yield Optional.empty();
            }
        };
    }

    /** The accept rules and gates, asked of the draft as they will be asked of the artifact. */
    private List<String> judged() throws IOException {
        drafts++;
        List<String> broken = new ArrayList<>(check.broken(asked.need()));
        broken.addAll(DraftForm.broken(staging, asked.need().path()));
        List<String> shown =
                broken.stream().limit(MOST_VIOLATIONS).map(ShownText::clean).toList();
        listener.checked(asked, shown);
        return shown;
    }

    private Optional<NeedOutcome> verdict(List<String> broken) {
        if (broken.isEmpty()) {
            return Optional.of(outcome(NeedOutcome.Result.ACCEPTED, String.join("; ", tools.caveats())));
        }
        return drafts < tries
                ? Optional.empty()
                : Optional.of(outcome(
                        NeedOutcome.Result.UNFULFILLED,
                        "no draft of " + drafts + " was accepted: " + String.join("; ", broken)));
    }

    private NeedOutcome outcome(NeedOutcome.Result result, String reason) {
        return new NeedOutcome(asked, result, drafts, ShownText.clean(reason));
    }
}
