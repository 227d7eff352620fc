/** Figures of the coordinator as ratios of one run; started by hand, see docs/performance.md. */
@NullMarked
package dev.syncprotocol.benchmarks;

import org.jspecify.annotations.NullMarked;
