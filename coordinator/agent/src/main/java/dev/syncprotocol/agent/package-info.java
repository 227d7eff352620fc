/** The external models: a live scorer for the preflight, by provider. The only code that imports langchain4j. */
@NullMarked
package dev.syncprotocol.agent;

import org.jspecify.annotations.NullMarked;
