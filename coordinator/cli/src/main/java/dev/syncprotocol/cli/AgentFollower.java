package dev.syncprotocol.cli;

import dev.syncprotocol.agent.fulfil.FulfilListener;
import dev.syncprotocol.agent.fulfil.NeedOutcome;
import dev.syncprotocol.agent.model.Interruption;
import dev.syncprotocol.coordinator.round.AskedNeed;
import dev.syncprotocol.protocol.json.ShownText;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows how an answer grows, on stderr: one line that is redrawn on a terminal, a line a step elsewhere. When the call is
 * interrupted, the model is asked no more, and the call lives on until everything is put away.
 */
final class AgentFollower implements FulfilListener, AutoCloseable {
    private static final int LONGEST_STOP_SECONDS = 60;
    private static final int REDRAWN_EVERY = 200;
    private static final int SHOWN_RULES = 3;

    private final Invocation in;
    private final Thread interruption;
    private final AtomicLong characters = new AtomicLong();

    AgentFollower(Invocation in, Interruption wish) {
        this.in = in;
        this.interruption = new Thread(() -> stop(wish), "sync-interrupted");
        Runtime.getRuntime().addShutdownHook(interruption);
    }

    private void stop(Interruption wish) {
        wish.request();
        try {
            in.answered().await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void came(int more) {
        long now = characters.addAndGet(more);
        if (in.progress().live() && now / REDRAWN_EVERY != (now - more) / REDRAWN_EVERY) {
            in.progress().out().printf(Locale.ROOT, "\r  … %,d characters", now);
            in.progress().out().flush();
        }
    }

    private void say(String line) {
        if (in.progress().live() && characters.getAndSet(0) >= REDRAWN_EVERY) {
            in.progress().out().print("\r" + " ".repeat(40) + "\r");
        }
        in.progress().say(line);
    }

    @Override
    public void began(AskedNeed need) {
        say(in.progress().style().bold(ShownText.clean(need.name())) + "  "
                + need.need().path());
    }

    @Override
    public void called(String tool, String answer) {
        say("  " + tool + ": " + shortened(answer));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    @Override
    public void checked(AskedNeed need, List<String> broken) {
        if (!broken.isEmpty()) {
            say("  " + in.progress().style().wait("not accepted") + ", " + broken.size() + " to correct");
            broken.stream().limit(SHOWN_RULES).forEach(rule -> say("    " + shortened(rule)));
        }
    }

    @Override
    public void ended(NeedOutcome outcome) {
        Style style = in.progress().style();
        say("  "
                + (outcome.accepted() ? style.good("accepted") : style.bad("not fulfilled") + ": " + outcome.reason()));
    }

    @Override
    public void packaging() {
        say("the package");
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already: that is the interrupted case, and it waits for this call.
            return;
        }
    }
}
