/** The verbs of the command line as tools of the Model Context Protocol, over stdio. */
@NullMarked
package dev.syncprotocol.mcp;

import org.jspecify.annotations.NullMarked;
