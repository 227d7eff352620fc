package dev.syncprotocol.aoi.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The specification a phase runs with: the baseline document, overridden, interpolations resolved.
 *
 * @param tree the document
 * @param yaml the same as text, deterministic; what {@code <phase>/specs/<phase>_spec.yaml} holds
 * @param typed the same, typed
 */
public record EffectiveSpec(ObjectNode tree, String yaml, ChangeNetSpec typed) {}
