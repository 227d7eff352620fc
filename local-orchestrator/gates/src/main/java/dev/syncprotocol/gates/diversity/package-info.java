/** How varied a list of texts is, measured with the tokenizer and the definitions of preflight.md sections 5.3 and 5.4. */
@NullMarked
package dev.syncprotocol.gates.diversity;

import org.jspecify.annotations.NullMarked;
