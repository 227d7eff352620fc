package dev.syncprotocol.aoi.launch;

import dev.syncprotocol.aoi.engine.EngineProgress;
import dev.syncprotocol.aoi.loop.LoopListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says how a training gets on: a line an epoch, twenty at most, with the time it has left at the speed so far. */
final class SpokenProgress implements EngineProgress {
    private static final String EPOCH = "epoch ";
    private static final long LINES = 20;

    private final LoopListener listener;
    private final Clock clock;
    private String step = "";
    private Instant begin;

    SpokenProgress(LoopListener listener, Clock clock) {
        this.listener = listener;
        this.clock = clock;
        this.begin = clock.instant();
    }

    @Override
    public void advanced(String what, long done, long of, String detail) {
        if (done == 0) {
            step = what;
            begin = clock.instant();
        } else if (what.startsWith(EPOCH) && of > 1 && done * LINES / of > (done - 1) * LINES / of) {
            listener.said("  " + step + ": " + EPOCH + done + "/" + of + " " + detail + left(done, of));
        }
    }

    private String left(long done, long of) {
        double seconds = Duration.between(begin, clock.instant()).toMillis() / 1000.0 * (of - done) / done;
        return done == of ? "" : ", about " + span(Math.round(seconds)) + " left";
    }

    private static String span(long seconds) {
        return seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
    }
}
