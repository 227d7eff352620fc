package dev.syncprotocol.training;

import java.time.Duration;

/**
 * One finished step.
 *
 * @param step number of the step, from 1
 * @param maxSteps number of the last one
 * @param position where the next step begins
 * @param stats what it measured
 * @param elapsed wall time of strategy and engine together
 */
public record StepReport(long step, long maxSteps, DataPosition position, StepStats stats, Duration elapsed) {
    /** Whether this is the run's last step. */
    public boolean isLast() {
        return step == maxSteps;
    }
}
