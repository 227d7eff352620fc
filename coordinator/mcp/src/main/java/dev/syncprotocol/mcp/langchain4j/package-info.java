/** The tools for agents written in Java with langchain4j. */
@NullMarked
package dev.syncprotocol.mcp.langchain4j;

import org.jspecify.annotations.NullMarked;
