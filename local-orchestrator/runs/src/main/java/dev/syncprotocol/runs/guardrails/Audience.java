package dev.syncprotocol.runs.guardrails;

/** Who reads a file: one may be asked for alone. */
public enum Audience {
    /** An editor with a rules folder, and agents that read AGENTS.md. */
    CURSOR,
    /** Notes that an agent keeps between sessions. */
    MEMORYBANK,
    /** A specification with a schema. */
    SPECKIT,
    /** A Makefile. */
    MAKE,
    /** The scripts of a package.json. */
    NPM
}
