package dev.syncprotocol.mcp;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a server is told at its start.
 *
 * @param folder where calls are made that name no workspace
 * @param version of this program
 * @param drain longest wait for calls in flight when the client's stream has ended
 */
public record ServerSettings(Path folder, String version, Duration drain) {}
