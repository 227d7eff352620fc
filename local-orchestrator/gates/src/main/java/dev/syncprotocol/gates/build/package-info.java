/** The pool builder: sources, importers, templates, tools, dialogues (preflight.md sections 3.1 step 6, 4.2 and 4.3). */
@NullMarked
package dev.syncprotocol.gates.build;

import org.jspecify.annotations.NullMarked;
