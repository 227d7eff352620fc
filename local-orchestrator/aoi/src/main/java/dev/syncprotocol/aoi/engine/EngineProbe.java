package dev.syncprotocol.aoi.engine;

import java.util.List;

/**
 * What an engine found on this machine.
 *
 * @param available whether it can run
 * @param version product and framework versions, one line
 * @param devices what it would compute on
 * @param missing what is not there and how that was found out, one sentence each; empty when available
 */
public record EngineProbe(boolean available, String version, List<String> devices, List<String> missing) {
    public EngineProbe {
        devices = List.copyOf(devices);
        missing = List.copyOf(missing);
    }
}
