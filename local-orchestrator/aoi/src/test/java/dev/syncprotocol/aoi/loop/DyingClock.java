package dev.syncprotocol.aoi.loop;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** Noon, until it has been asked so often; then the process dies. */
final class DyingClock extends Clock {
    private int left;

    /** No exception anybody handles: what a process does that is killed. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What a process does until it dies. */
    interface Life {
        void under(Clock clock) throws IOException;
    }

    DyingClock(int left) {
        this.left = left;
    }

    /** One life after the other, each a little longer than the one before, until one comes to its end; how many died. */
    static int until(Life life) throws IOException {
        int deaths = 0;
        while (true) {
            try {
                life.under(new DyingClock(deaths + 1));
                return deaths;
            } catch (Death death) {
                deaths++;
            }
        }
    }

    @Override
    public Instant instant() {
        if (left-- == 0) {
            throw new Death();
        }
        return SmallBoards.NOON.instant();
    }

    @Override
    public ZoneId getZone() {
        return SmallBoards.NOON.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
