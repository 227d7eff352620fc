package dev.syncprotocol.runs.store;

import dev.syncprotocol.protocol.digest.Sha256;
import java.nio.file.Path;

/**
 * A file that is to be in the mirror.
 *
 * @param path below the mirror
 * @param file where it is now
 * @param sha256 the digest its bytes must have
 */
record MirrorSource(String path, Path file, Sha256 sha256) {}
