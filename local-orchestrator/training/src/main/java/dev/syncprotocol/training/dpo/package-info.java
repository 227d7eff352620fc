/** Direct preference optimisation (Rafailov et al. 2023): learn which of two answers is the better one. */
@NullMarked
package dev.syncprotocol.training.dpo;

import org.jspecify.annotations.NullMarked;
