package dev.syncprotocol.training;

import java.time.Duration;

/**
 * One finished step.
 *
 * @param step number of the step, from 1
 * @param maxSteps number of the last one
 * @param epoch passes over the data so far, as a fraction
 * @param stats what it measured
 * @param elapsed wall time of strategy and engine together
 */
public record StepReport(long step, long maxSteps, double epoch, StepStats stats, Duration elapsed) {
    /** Whether this is the run's last step. */
    public boolean isLast() {
        return step == maxSteps;
    }
}
