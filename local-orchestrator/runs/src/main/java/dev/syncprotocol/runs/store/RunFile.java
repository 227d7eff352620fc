package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.time.Instant;

/**
 * A file of a finished run.
 *
 * @param path below the run, {@code /} between names
 * @param size in bytes
 * @param sha256 of its bytes
 * @param kind what it is
 * @param mtime when it was last written; information only, never compared
 */
public record RunFile(String path, long size, Sha256 sha256, FileKind kind, Instant mtime) {}
