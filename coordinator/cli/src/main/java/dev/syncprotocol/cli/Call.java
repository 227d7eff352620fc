package dev.syncprotocol.cli;

/**
 * A call understood.
 *
 * @param verb what was asked, with its own options filled in
 * @param options what every command takes
 */
record Call(Verb verb, GlobalOptions options) {}
