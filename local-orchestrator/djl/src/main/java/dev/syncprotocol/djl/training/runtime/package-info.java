/** The only code that touches the internals of DJL: gradient mode, scopes, constants, threads, the native optimizer kernel. */
@NullMarked
package dev.syncprotocol.djl.training.runtime;

import org.jspecify.annotations.NullMarked;
