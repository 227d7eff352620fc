/** The shadow evaluation: the held-out sample, old against new scorer, rank agreement (preflight.md section 7). */
@NullMarked
package dev.syncprotocol.gates.shadow;

import org.jspecify.annotations.NullMarked;
