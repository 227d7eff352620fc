/** What an agent's own program needs to find Sync: its MCP configuration and a rules file, added and never overwritten. */
@NullMarked
package dev.syncprotocol.mcp.install;

import org.jspecify.annotations.NullMarked;
