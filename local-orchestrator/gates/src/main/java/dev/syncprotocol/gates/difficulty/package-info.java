/** How difficult a record is: features, score, buckets, the balanced sample and its limits (preflight.md 5.8 and 5.9). */
@NullMarked
package dev.syncprotocol.gates.difficulty;

import org.jspecify.annotations.NullMarked;
