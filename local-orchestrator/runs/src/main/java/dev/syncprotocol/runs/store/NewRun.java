package dev.syncprotocol.runs.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What is asked of a new run.
 *
 * @param source the configuration's bytes
 * @param path its name for people; the ending tells the format
 * @param slug instead of the name's, or empty
 * @param suffix added to the slug, or empty
 * @param origin what the source was derived from, where it was not written by hand; stands in the lock in its place
 * @param code the state of the code
 * @param runtime what the run is made with: product version, Java, system
 */
public record NewRun(
        byte[] source,
        String path,
        Optional<String> slug,
        Optional<String> suffix,
        Optional<RunLock.ConfigSource> origin,
        CodeState code,
        ObjectNode runtime) {}
