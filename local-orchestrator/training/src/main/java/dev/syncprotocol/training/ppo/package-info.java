/** Proximal policy optimisation (Schulman et al. 2017) of sampled answers, with a value head and a KL penalty. */
@NullMarked
package dev.syncprotocol.training.ppo;

import org.jspecify.annotations.NullMarked;
