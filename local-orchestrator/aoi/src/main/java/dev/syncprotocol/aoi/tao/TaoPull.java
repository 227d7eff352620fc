package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches missing images after the approval ({@code --pull}): one login a registry, the key on standard input. */
public final class TaoPull {
    private final ContainerRunner runner;
    private final SecretMask mask;

    /** A pull that shows none of these secrets. */
    public TaoPull(ContainerRunner runner, Map<String, String> secrets) {
        this.runner = runner;
        mask = new SecretMask(secrets);
    }

    /**
     * Logs in and fetches.
     *
     * @param images the missing ones
     * @param key the registry's key; empty: without a login
     * @throws SyncException {@code engine_unavailable} with what docker said
     */
    public void fetch(List<TaoImages.Image> images, Optional<String> key) {
        if (key.isPresent()) {
            images.stream().map(TaoImages.Image::registry).distinct().forEach(registry -> login(registry, key.get()));
        }
        images.forEach(image -> require(ContainerCall.probe(TaoCommands.pull(image.reference()))));
    }

    private void login(String registry, String key) {
        require(new ContainerCall(
                Optional.empty(), TaoCommands.login(registry), Map.of(), Optional.of(key), Optional.empty()));
    }

    private void require(ContainerCall call) {
        ContainerResult result = runner.run(call);
        if (!result.ended()) {
            throw new SyncException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    call + " ended with " + result.exitCode() + ": "
                            + mask.of(result.output().strip()));
        }
    }
}
