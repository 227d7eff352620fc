package dev.syncprotocol.aoi.table;

import java.util.List;

/** The 14 columns of a sample table, in their order (specification §7.1); the first four are required. */
public final class SampleColumns {
    public static final String INPUT_PATH = "input_path";
    public static final String GOLDEN_PATH = "golden_path";
    public static final String LABEL = "label";
    public static final String OBJECT_NAME = "object_name";
    public static final String BOARD_NAME = "boardname";

    /** The columns without which a row is unusable. */
    public static final List<String> REQUIRED = List.of(INPUT_PATH, GOLDEN_PATH, LABEL, OBJECT_NAME);

    /** All 14, as they are written. */
    public static final List<String> ALL = List.of(
            INPUT_PATH,
            GOLDEN_PATH,
            LABEL,
            OBJECT_NAME,
            "project",
            BOARD_NAME,
            "comp_type_2",
            "mpass_mfail",
            "is_valid",
            "comp_name",
            "part_type",
            "number_of_pins",
            "description",
            "comp_type_1");

    private SampleColumns() {}
}
