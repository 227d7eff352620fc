package dev.syncprotocol.protocol;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One item of {@code artifacts_produced}.
 *
 * @param name what the producer calls it
 * @param path where it lies
 * @param desc prose; written by us, tolerated missing when read (seed 001's own example has none)
 * @param sha256 the digest the producer declares, if it does
 * @param bytes the size the producer declares, if it does
 */
public record ProducedArtifact(
        String name, RepoPath path, Optional<String> desc, Optional<Sha256> sha256, OptionalLong bytes) {}
