/** What all preflight gates share: findings, results, run modes, seeded orders, files of lines, reports. */
@NullMarked
package dev.syncprotocol.gates;

import org.jspecify.annotations.NullMarked;
