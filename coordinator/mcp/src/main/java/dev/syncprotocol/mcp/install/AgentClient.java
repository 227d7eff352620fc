package dev.syncprotocol.mcp.install;

import dev.syncprotocol.protocol.digest.RepoPath;
import java.util.List;
import java.util.Locale;

/** The programs an agent runs in, and where each of them looks in a project. */
public enum AgentClient {
    CURSOR(
            ".cursor/mcp.json",
            "mcpServers",
            List.of("--workspace", "${workspaceFolder}"),
            ".cursor/rules/sync.mdc",
            """
            ---
            description: How work is handed over in this repository
            alwaysApply: true
            ---
            """),
    CLAUDE(".mcp.json", "mcpServers", List.of(), ".claude/rules/sync.md", ""),
    GEMINI(".gemini/settings.json", "mcpServers", List.of(), "GEMINI.md", ""),
    VSCODE(
            ".vscode/mcp.json",
            "servers",
            List.of("--workspace", "${workspaceFolder}"),
            ".github/instructions/sync.instructions.md",
            """
            ---
            applyTo: "**"
            ---
            """);

    private final RepoPath config;
    private final String container;
    private final List<String> arguments;
    private final RepoPath rules;
    private final String heading;

    AgentClient(String config, String container, List<String> arguments, String rules, String heading) {
        this.config = new RepoPath(config);
        this.container = container;
        this.arguments = arguments;
        this.rules = new RepoPath(rules);
        this.heading = heading;
    }

    /** The word people type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its MCP configuration in a project. */
    RepoPath config() {
        return config;
    }

    /** The field of the configuration that holds the servers. */
    String container() {
        return container;
    }

    /** What its servers are given so that they find the project; empty where it starts them there. */
    List<String> arguments() {
        return arguments;
    }

    /** The rules it reads. */
    RepoPath rules() {
        return rules;
    }

    /** What a new rules file begins with. */
    String heading() {
        return heading;
    }

    /** Whether its rules file is shared with the project's own words, so that ours are added below them. */
    boolean sharesRules() {
        return this == GEMINI;
    }
}
