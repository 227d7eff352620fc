/** An external party's needs fulfilled by a language model: drafts in a staging folder, checked before anything is believed. */
@NullMarked
package dev.syncprotocol.agent.fulfil;

import org.jspecify.annotations.NullMarked;
