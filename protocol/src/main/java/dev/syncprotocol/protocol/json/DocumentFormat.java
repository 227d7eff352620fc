package dev.syncprotocol.protocol.json;

/** How a document is written. */
public enum DocumentFormat {
    /** RFC 8259, strictly. */
    JSON,
    /** YAML with the JSON-like core types: no anchors, no aliases, one document. */
    YAML
}
