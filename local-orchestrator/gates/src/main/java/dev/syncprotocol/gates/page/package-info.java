/** The preflight as a page for people: one file, no network. */
@NullMarked
package dev.syncprotocol.gates.page;

import org.jspecify.annotations.NullMarked;
