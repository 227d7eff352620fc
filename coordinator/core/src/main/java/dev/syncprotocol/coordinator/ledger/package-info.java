/** The append-only ledger on the branch sync/ledger; the only code that knows JGit. */
@NullMarked
package dev.syncprotocol.coordinator.ledger;

import org.jspecify.annotations.NullMarked;
