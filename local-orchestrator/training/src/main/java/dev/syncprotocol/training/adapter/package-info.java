/** Low-rank adapters in PEFT's form: reading, writing, merging. */
@NullMarked
package dev.syncprotocol.training.adapter;

import org.jspecify.annotations.NullMarked;
