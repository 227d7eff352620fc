/** Supervised fine-tuning: next-token cross-entropy over the answer. */
@NullMarked
package dev.syncprotocol.training.sft;

import org.jspecify.annotations.NullMarked;
