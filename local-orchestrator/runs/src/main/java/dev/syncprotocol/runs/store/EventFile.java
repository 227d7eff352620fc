package dev.syncprotocol.runs.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file, record by record: length, masked CRC-32C of it, a protobuf {@code Event}, masked CRC-32C of
 * that (run-store.md section 16).
 */
public final class EventFile {
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int MASK_ROTATION = 15;

    // Protobuf keys: field number << 3 | wire type (0 varint, 1 fixed64, 2 bytes, 5 fixed32).
    private static final int WALL_TIME = 1 << 3 | 1;
    private static final int STEP = 2 << 3;
    private static final int FILE_VERSION = 3 << 3 | 2;
    private static final int SUMMARY = 5 << 3 | 2;
    private static final int VALUE = 1 << 3 | 2;
    private static final int TAG = 1 << 3 | 2;
    private static final int SIMPLE_VALUE = 2 << 3 | 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins with the record every reader expects. */
    public static EventFile begin(double wallTime) {
        EventFile file = new EventFile();
        file.version("brain.Event:2", wallTime);
        return file;
    }

    /** The records of an evaluation table: every finite or infinite value under its column's name. */
    static byte[] of(MetricsTable metrics) {
        EventFile file =
                begin(metrics.rows().isEmpty() ? 0 : metrics.rows().get(0).timestamp());
        metrics.rows().forEach(row -> file.row(metrics.columns(), row));
        return file.bytes();
    }

    /** The records of one evaluation: every value that is there, under its column's name. */
    public static byte[] of(List<String> columns, MetricsRow row) {
        EventFile file = new EventFile();
        file.row(columns, row);
        return file.bytes();
    }

    private void row(List<String> columns, MetricsRow row) {
        for (String column : MetricsTable.measured(columns)) {
            int at = columns.indexOf(column);
            if (!row.cells().get(at).isEmpty()) {
                scalar(column, (float) row.number(at), row.step(), row.timestamp());
            }
        }
    }

    /** A record that names the format's version. */
    void version(String text, double wallTime) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        fixed64(event, WALL_TIME, wallTime);
        bytes(event, FILE_VERSION, text.getBytes(StandardCharsets.UTF_8));
        record(event.toByteArray());
    }

    /**
     * A record of one number.
     *
     * @param wallTime seconds since 1970
     */
    public void scalar(String tag, float number, long step, double wallTime) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        bytes(value, TAG, tag.getBytes(StandardCharsets.UTF_8));
        value.write(SIMPLE_VALUE);
        value.writeBytes(
                little(Integer.BYTES).putInt(Float.floatToIntBits(number)).array());
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        bytes(summary, VALUE, value.toByteArray());
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        fixed64(event, WALL_TIME, wallTime);
        if (step != 0) {
            event.write(STEP);
            varint(event, step);
        }
        bytes(event, SUMMARY, summary.toByteArray());
        record(event.toByteArray());
    }

    /** The records so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    private void record(byte[] event) {
        byte[] length = little(Long.BYTES).putLong(event.length).array();
        out.writeBytes(length);
        out.writeBytes(masked(length));
        out.writeBytes(event);
        out.writeBytes(masked(event));
    }

    private static byte[] masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        int rotated = Integer.rotateRight((int) crc.getValue(), MASK_ROTATION);
        return little(Integer.BYTES).putInt(rotated + MASK_DELTA).array();
    }

    private static void fixed64(ByteArrayOutputStream to, int key, double number) {
        to.write(key);
        to.writeBytes(little(Double.BYTES).putDouble(number).array());
    }

    private static void bytes(ByteArrayOutputStream to, int key, byte[] content) {
        to.write(key);
        varint(to, content.length);
        to.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream to, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            to.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
