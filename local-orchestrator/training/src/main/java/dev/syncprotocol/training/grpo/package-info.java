/** Group-relative policy optimisation (Shao et al. 2024): answers to one prompt are each other's baseline. */
@NullMarked
package dev.syncprotocol.training.grpo;

import org.jspecify.annotations.NullMarked;
