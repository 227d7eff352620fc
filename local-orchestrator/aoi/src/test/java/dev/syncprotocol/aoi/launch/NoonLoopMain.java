package dev.syncprotocol.aoi.launch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** {@link AoiMain} where it is always noon: two runs of it may be compared byte by byte. */
public final class NoonLoopMain {
    private NoonLoopMain() {}

    /** Runs the order of this folder. */
    public static void main(String[] args) {
        Clock noon = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
        System.exit(new LoopProcess(Path.of(args[0]), System.out::println, Map.of(), () -> false, noon).run());
    }
}
