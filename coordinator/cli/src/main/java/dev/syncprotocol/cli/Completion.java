package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sync completion}: the script a shell sources. */
@Command(
        name = "completion",
        description = "Print the completion script of a shell: bash, zsh or fish.",
        footer = {"", "Example:", "  source <(sync completion bash)", "  sync completion fish | source"})
final class Completion implements Verb {
    /** The shells there is a script for. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Shell shell = Shell.BASH;

    @Spec
    @Nullable
    private CommandSpec spec;

    @Override
    public Answer answer(Invocation in) {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        String script = switch (shell) {
            case BASH -> AutoComplete.bash("sync", root);
            // picocli's script speaks to zsh through bashcompinit, which must be loaded first.
            case ZSH ->
                "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                        + AutoComplete.bash("sync", root);
            case FISH -> fish(root);
        };
        ObjectNode data = SyncJson.object();
        data.put("shell", Trees.word(shell));
        data.put("script", script);
        return new Answer("sync.completion/1", data, script.stripTrailing(), List.of(), Answer.Form.DOCUMENT);
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("# fish completion of sync\ncomplete -c sync -f\n");
        fish(root, "", script);
        return script.toString();
    }

    private static void fish(CommandLine command, String path, StringBuilder script) {
        String at = path.isEmpty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + path;
        for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
            String[] words = sub.getValue().getCommandSpec().usageMessage().description();
            script.append("complete -c sync -n '").append(at).append("' -a ").append(sub.getKey());
            script.append(" -d ")
                    .append(quoted(words.length > 0 ? words[0] : ""))
                    .append("\n");
            options(sub.getValue(), sub.getKey(), script);
            fish(sub.getValue(), sub.getKey(), script);
        }
    }

    private static void options(CommandLine command, String name, StringBuilder script) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            String words = option.description().length > 0 ? option.description()[0] : "";
            script.append("complete -c sync -n '__fish_seen_subcommand_from ")
                    .append(name)
                    .append("'");
            for (String spelled : option.names()) {
                script.append(spelled.startsWith("--") ? " -l " + spelled.substring(2) : " -s " + spelled.substring(1));
            }
            script.append(option.arity().max() > 0 ? " -r -F" : "")
                    .append(" -d ")
                    .append(quoted(words))
                    .append("\n");
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
