package dev.syncprotocol.coordinator;

import dev.syncprotocol.coordinator.launch.LaunchConfigs;
import dev.syncprotocol.coordinator.launch.LaunchRequest;
import dev.syncprotocol.coordinator.round.LaunchScope;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.round.RoundState;
import dev.syncprotocol.coordinator.workspace.WorkspaceConfig;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.util.Optional;

/** The launch that the ingest opening the gate makes, where the workspace asks for it (coordinator.md section 7). */
record AutoLaunching(Setting setting) {
    /** Empty where the workspace does not ask for it, the round is elsewhere, or the gate is closed. */
    Optional<AutoLaunch> afterIngest(LaunchConfigs configs) throws IOException {
        WorkspaceConfig config = setting.workspace().config();
        if (!config.autoLaunch() || !ready(setting.current())) {
            return Optional.empty();
        }
        try {
            return launch(config.launchConfig().orElseThrow(AutoLaunching::noConfig), configs);
        } catch (SyncException refused) {
            return Optional.of(AutoLaunch.refused(refused));
        }
    }

    /** A failed training is resumed by hand: its reason wants to be read first. */
    private static boolean ready(Optional<Round> round) {
        return round.map(Round::state)
                .filter(state -> state == RoundState.READY || state == RoundState.WAITING)
                .isPresent();
    }

    private Optional<AutoLaunch> launch(RepoPath config, LaunchConfigs configs) throws IOException {
        LaunchRequest request = configs.request(config);
        if (request.scope() == LaunchScope.LOOP) {
            throw new SyncException(
                    ErrorCode.CONFIG_INVALID, config + " is a local loop; it is never launched by an ingest");
        }
        if (!new StatusQuery(setting).explain(request.demand()).open()) {
            return Optional.empty();
        }
        configs.requireData(config);
        return Optional.of(AutoLaunch.launched(new Launches(setting).launchDetached(request)));
    }

    private static SyncException noConfig() {
        return new SyncException(
                ErrorCode.CONFIG_INVALID,
                "auto_launch needs to know what to launch: launch.config in .sync/config.yaml");
    }
}
