package dev.syncprotocol.aoi.table;

import java.util.List;
import java.util.Optional;

/** What divides the columns of a table that is not divided by commas: many programs save a CSV like that. */
public enum ForeignSeparator {
    /** {@code ;}, what spreadsheets write where the comma is the decimal sign. */
    SEMICOLON(";", "semicolons"),
    /** The tabulator. */
    TAB("\t", "tabs"),
    /** {@code |}. */
    BAR("|", "vertical bars");

    /** What a table needs. */
    public static final String EXPECTED = "columns divided by commas";

    private final String sign;
    private final String plural;

    ForeignSeparator(String sign, String plural) {
        this.sign = sign;
        this.plural = plural;
    }

    /** The one a header is divided by; empty for a header of several columns, and for one that holds none of them. */
    public static Optional<ForeignSeparator> of(List<String> header) {
        if (header.size() != 1) {
            return Optional.empty();
        }
        for (ForeignSeparator separator : values()) {
            if (header.get(0).contains(separator.sign)) {
                return Optional.of(separator);
            }
        }
        return Optional.empty();
    }

    /** {@code columns divided by semicolons}. */
    public String found() {
        return "columns divided by " + plural;
    }
}
