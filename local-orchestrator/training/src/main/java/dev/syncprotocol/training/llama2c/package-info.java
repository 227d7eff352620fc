/** Models of llama2.c (github.com/karpathy/llama2.c), turned into Hugging Face's form. */
@NullMarked
package dev.syncprotocol.training.llama2c;

import org.jspecify.annotations.NullMarked;
