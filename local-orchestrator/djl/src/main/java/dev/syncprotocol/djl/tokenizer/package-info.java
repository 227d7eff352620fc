/** Hugging Face's tokenizers, by their own native library. */
@NullMarked
package dev.syncprotocol.djl.tokenizer;

import org.jspecify.annotations.NullMarked;
