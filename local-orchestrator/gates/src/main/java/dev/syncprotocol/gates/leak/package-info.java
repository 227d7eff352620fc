/** Whether the pool holds texts of the evaluation set (preflight.md section 5.7). Exact: an inverted index, no sampling. */
@NullMarked
package dev.syncprotocol.gates.leak;

import org.jspecify.annotations.NullMarked;
