package dev.syncprotocol.coordinator.launch;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How far the engine is: its last heartbeat ({@code heartbeat.json}).
 *
 * @param pid the process that beats
 * @param at when it last beat
 * @param step steps done
 * @param maxSteps steps asked for
 * @param loss the last loss, if there is one
 * @param tokensPerSecond speed of the last step, where the engine says it
 * @param secondsLeft its guess, from the steps of this process
 */
public record LaunchProgress(
        long pid,
        Instant at,
        long step,
        long maxSteps,
        OptionalDouble loss,
        OptionalDouble tokensPerSecond,
        OptionalDouble secondsLeft) {}
