package dev.syncprotocol.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.error.Violation;
import dev.syncprotocol.protocol.json.SyncJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arguments as they would be typed, the hostile ones too. */
class ToolCallTest {
    private static final Path FOLDER = Path.of("/somewhere");

    @Test
    void spellsOptionsSoThatNoValueCanPassForOne() {
        assertThat(words(SyncTool.COMMAND_DONE, "{'command':2,'note':'--log=x','log':'@secret'}"))
                .containsExactly("command", "done", "2", "--note=--log=x", "--log=@secret");
        assertThat(words(SyncTool.VALIDATE, "{'file':'@arguments'}")).containsExactly("validate", "./@arguments");
        assertThat(words(SyncTool.VALIDATE, "{'file':'-'}")).containsExactly("validate", "./-");
    }

    @Test
    void detachesUnlessToldToWait() {
        assertThat(words(SyncTool.LAUNCH, "{}")).containsExactly("launch", "--detach");
        assertThat(words(SyncTool.LAUNCH, "{'wait':true}")).containsExactly("launch", "--wait");
    }

    @Test
    void handsAPackageInOnStdin() {
        DoorCall call = made(SyncTool.INGEST, "{'package':{'from':'gemini'},'supersede':true,'why':'cut off'}");
        assertThat(call.words()).containsExactly("ingest", "-", "--supersede", "--why=cut off");
        assertThat(new String(call.input(), StandardCharsets.UTF_8)).isEqualTo("{\"from\":\"gemini\"}");
    }

    @Test
    void callsInTheNamedWorkspace() {
        assertThat(made(SyncTool.STATUS, "{'workspace':'sub/../other'}").folder())
                .isEqualTo(Path.of("/somewhere/other"));
        assertThat(made(SyncTool.STATUS, "{}").folder()).isEqualTo(FOLDER);
    }

    @Test
    void refusesAPackageGivenTwiceOrNotAtAll() {
        assertThat(pointers(SyncTool.VALIDATE, "{}")).containsExactly("");
        assertThat(pointers(SyncTool.VALIDATE, "{'text':'{}','package':{}}")).containsExactly("");
    }

    @Test
    void tellsEveryBrokenRuleAtOnce() {
        assertThat(pointers(SyncTool.COMMAND_DONE, "{'command':4,'note':'','zz':1}"))
                .containsExactlyInAnyOrder("/command", "/note", "/zz");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = "[".repeat(40) + "]".repeat(40);
        assertThat(pointers(SyncTool.STATUS, "{'workspace':" + deep + "}")).hasSize(1);
    }

    private static List<String> pointers(SyncTool tool, String arguments) {
        List<Violation> found = new ArrayList<>();
        assertThatThrownBy(() -> ToolCall.of(tool, tree(arguments)))
                .isInstanceOfSatisfying(SyncException.class, refused -> found.addAll(refused.violations()));
        return found.stream().map(Violation::pointer).toList();
    }

    private static List<String> words(SyncTool tool, String arguments) {
        return made(tool, arguments).words();
    }

    private static DoorCall made(SyncTool tool, String arguments) {
        return ToolCall.of(tool, tree(arguments)).made(FOLDER, line -> {});
    }

    private static ObjectNode tree(String arguments) {
        return (ObjectNode) SyncJson.read(arguments.replace('\'', '"'));
    }
}
