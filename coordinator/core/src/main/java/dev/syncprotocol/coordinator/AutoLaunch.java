package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchReport;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.Optional;

/**
 * What {@code auto_launch: true} came to after an ingest that left the gate open: exactly one of the two is there. The
 * ingest stands either way.
 *
 * @param launched the launch
 * @param refused why there is none
 */
public record AutoLaunch(Optional<LaunchReport> launched, Optional<SyncException> refused) {
    static AutoLaunch launched(LaunchReport report) {
        return new AutoLaunch(Optional.of(report), Optional.empty());
    }

    static AutoLaunch refused(SyncException why) {
        return new AutoLaunch(Optional.empty(), Optional.of(why));
    }
}
