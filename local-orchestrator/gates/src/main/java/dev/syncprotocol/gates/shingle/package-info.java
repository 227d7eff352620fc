/** Tokens and n-grams as 64-bit hashes, for the checks that go over every record: leaks and near-duplicates. */
@NullMarked
package dev.syncprotocol.gates.shingle;

import org.jspecify.annotations.NullMarked;
