/** The native training engine: a Qwen3 decoder on libtorch through DJL. */
@NullMarked
package dev.syncprotocol.djl.training;

import org.jspecify.annotations.NullMarked;
