/** Kahneman-Tversky optimisation (Ethayarajh et al. 2024): learn from single answers that are wanted or not. */
@NullMarked
package dev.syncprotocol.training.kto;

import org.jspecify.annotations.NullMarked;
