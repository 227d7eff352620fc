/** Pretrained models as files: their weights checked and mapped, their memory, and what is written back. */
@NullMarked
package dev.syncprotocol.training.model;

import org.jspecify.annotations.NullMarked;
