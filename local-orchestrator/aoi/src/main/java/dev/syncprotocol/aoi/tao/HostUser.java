package dev.syncprotocol.aoi.tao;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whom containers write files as: the owner of a folder. */
public final class HostUser {
    private HostUser() {}

    /**
     * {@code uid:gid} of a folder's owner.
     *
     * @throws UnsupportedOperationException where files have no such numbers (Windows)
     */
    public static String ownerOf(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
    }
}
