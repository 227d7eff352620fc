package dev.syncprotocol.training;

/** The one loop. */
public final class Trainer {}
