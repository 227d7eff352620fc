package dev.syncprotocol.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.round.RoundPlan;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposedPlanTest {
    private static String plan(String run) {
        return """
                {"title":"T\\u001b[2J\\u202Eitle","commands":[
                 {"id":1,"title":"a","instruction":"Do: `x`\\n- one: two\\n","run":%s,"produces":[]},
                 {"id":2,"title":"b","instruction":"i","produces":[]},
                 {"id":3,"title":"c","instruction":"i","produces":[{"name":"n","path":"data/x.jsonl","desc":"d"}]}]}
                """.formatted(run);
    }

    @Test
    void writesAPlanThatReadsTheSame() {
        ProposedPlan proposed = ProposedPlan.read(plan("[\"sync\",\"verify\"]"));
        assertThat(proposed.broken()).isEmpty();
        RoundPlan again = RoundPlan.parse(proposed.yaml().getBytes(StandardCharsets.UTF_8), "again");
        assertThat(again).isEqualTo(proposed.plan().orElseThrow());
        assertThat(again.title()).isEqualTo("Title");
        assertThat(again.command(1).instruction()).isEqualTo("Do: `x`\n- one: two\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"rm\",\"-rf\",\".\"]",
                "[\"sh\",\"-c\",\"sync verify\"]",
                "[\"sync\"]",
                "[\"sync\",\"ingest\",\"x\"]",
                "[\"sync\",\"agent\",\"fulfil\"]",
                "[\"./sync\",\"verify\"]"
            })
    void refusesToRunAnythingButHarmlessWordsOfThisProgram(String run) {
        assertThat(ProposedPlan.read(plan(run)).broken()).anyMatch(rule -> rule.startsWith("/commands/0/run"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no plan",
                "{\"title\":\"x\",\"commands\":[]}",
                "{\"title\":\"AIzaSyA-loopback-key-of-nobody-012345678\",\"commands\":[]}",
                "{\"title\":\"x\",\"commands\":[{\"id\":1,\"title\":\"a\",\"instruction\":\"i\",\"produces\":[{\"name\":\"n\",\"path\":\"../x\"}]},"
                        + "{\"id\":2,\"title\":\"a\",\"instruction\":\"i\"},{\"id\":3,\"title\":\"a\",\"instruction\":\"i\"}]}"
            })
    void refusesWhatIsNoPlan(String text) {
        ProposedPlan proposed = ProposedPlan.read(text);
        assertThat(proposed.plan()).isEmpty();
        assertThat(proposed.broken()).isNotEmpty();
    }
}
