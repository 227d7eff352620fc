/** Dialogues as the text a chat model was trained on. */
@NullMarked
package dev.syncprotocol.training.chat;

import org.jspecify.annotations.NullMarked;
