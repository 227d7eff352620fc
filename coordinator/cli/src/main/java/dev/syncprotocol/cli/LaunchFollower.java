package dev.syncprotocol.cli;

import dev.syncprotocol.coordinator.launch.LaunchListener;
import dev.syncprotocol.coordinator.launch.LaunchProgress;
import dev.syncprotocol.coordinator.round.LaunchId;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a launch goes on: a bar on a terminal, a line at every tenth elsewhere. When the call is interrupted, the
 * engine is asked to stop and the call lives on until its end is recorded.
 */
final class LaunchFollower implements LaunchListener, AutoCloseable {
    private static final int COLUMNS = 79;
    private static final int TENTHS = 10;
    private static final long LONGEST_STOP_SECONDS = 60;

    private final Invocation in;
    private @Nullable ProgressBar bar;
    private @Nullable Thread interruption;
    private long shownTenth = -1;

    LaunchFollower(Invocation in) {
        this.in = in;
    }

    @Override
    public void started(LaunchId launch, long pid) {
        started("launch " + launch, pid);
    }

    /** The engine of something that has no launch in a ledger runs. */
    void started(String what, long pid) {
        in.progress().say(what + ": the engine runs as process " + pid);
        interruption = new Thread(() -> stopEngine(pid), "sync-interrupted");
        Runtime.getRuntime().addShutdownHook(interruption);
    }

    private void stopEngine(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        try {
            in.answered().await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void progress(LaunchProgress progress) {
        if (progress.maxSteps() <= 0) {
            return;
        }
        if (in.progress().live()) {
            ProgressBar shown = bar(progress.maxSteps());
            shown.stepTo(progress.step());
            shown.setExtraMessage(figures(progress));
        } else {
            sayTenth(progress);
        }
    }

    private void sayTenth(LaunchProgress progress) {
        long tenth = progress.step() * TENTHS / progress.maxSteps();
        if (tenth > shownTenth && progress.step() > 0) {
            shownTenth = tenth;
            in.progress().say("  step " + progress.step() + "/" + progress.maxSteps() + figures(progress));
        }
    }

    private ProgressBar bar(long maxSteps) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("training")
                    .setInitialMax(maxSteps)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(in.progress().out(), COLUMNS))
                    .build();
        }
        return bar;
    }

    /** Loss, speed, time left: what is known of them. */
    private static String figures(LaunchProgress progress) {
        StringBuilder text = new StringBuilder();
        progress.loss().ifPresent(loss -> text.append(String.format(Locale.ROOT, "  loss %.4f", loss)));
        progress.tokensPerSecond()
                .ifPresent(speed -> text.append(String.format(Locale.ROOT, "  %.0f tokens/s", speed)));
        progress.secondsLeft()
                .ifPresent(seconds -> text.append("  ").append(span(seconds)).append(" left"));
        return text.toString();
    }

    /** {@code 42s}, {@code 3m05s}, {@code 2h07m}. */
    static String span(double seconds) {
        Duration left = Duration.ofMillis(Math.round(seconds * 1000));
        if (left.toHours() > 0) {
            return String.format(Locale.ROOT, "%dh%02dm", left.toHours(), left.toMinutesPart());
        }
        return left.toMinutes() > 0
                ? String.format(Locale.ROOT, "%dm%02ds", left.toMinutes(), left.toSecondsPart())
                : left.toSeconds() + "s";
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        if (interruption != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(interruption);
            } catch (IllegalStateException shuttingDown) {
                // The hook is running already: that is the interrupted case, and it waits for this call.
            }
        }
    }
}
