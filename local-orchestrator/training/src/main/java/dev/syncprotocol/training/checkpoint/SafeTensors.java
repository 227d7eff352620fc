package dev.syncprotocol.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A safetensors file: eight bytes of header length, a JSON header, the numbers. Read strictly: known types, sizes that
 * match the shapes, no gap, no overlap, no name twice.
 *
 * @param tensors by name
 * @param metadata the header's {@code __metadata__}
 */
public record SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final long MAX_HEADER = 100L << 20;
    private static final String METADATA = "__metadata__";

    public SafeTensors {
        tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** How a tensor's bytes are got at. */
    private interface Piece {
        ByteBuffer of(FileChannel channel, long position, long length) throws IOException;
    }

    /** What a tensor is to become on its way into a file. */
    public interface Change {
        /** The new numbers of the tensor of this name. */
        Tensor of(String name, Tensor tensor);
    }

    /** One tensor's entry in a header. */
    private record Entry(String name, Tensor.Type type, long[] shape, long from, long to) {}

    /**
     * Reads a file.
     *
     * @throws SafeTensorsBroken saying what is wrong with it
     */
    public static SafeTensors read(Path file) throws IOException {
        return tensors(file, SafeTensors::readAt);
    }

    /**
     * Maps a file: nothing is read until a tensor's numbers are. The file must not change while a tensor is in use.
     *
     * @throws SafeTensorsBroken saying what is wrong with it
     */
    public static SafeTensors map(Path file) throws IOException {
        return tensors(
                file, (channel, position, length) -> channel.map(FileChannel.MapMode.READ_ONLY, position, length));
    }

    private static SafeTensors tensors(Path file, Piece piece) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long headerLength = headerLength(file, channel);
            JsonNode header = header(file, readAt(channel, 8, headerLength));
            long start = 8 + headerLength;
            Map<String, Tensor> tensors = new TreeMap<>();
            for (Entry entry : entries(file, header, channel.size() - start)) {
                ByteBuffer bytes = piece.of(channel, start + entry.from(), entry.to() - entry.from());
                tensors.put(entry.name(), Tensor.ofBytes(entry.type(), entry.shape(), bytes));
            }
            return new SafeTensors(tensors, metadata(header));
        }
    }

    /** Writes a new file and forces it to the disk: the same tensors give the same bytes. */
    public void write(Path file) throws IOException {
        write(file, (name, tensor) -> tensor);
    }

    /**
     * The same with changed numbers, one tensor in memory at a time.
     *
     * @param change gives for each tensor's name and value another of the same kind and shape
     */
    public void write(Path file, Change change) throws IOException {
        byte[] header = paddedHeader();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(header.length).flip());
            writeAll(channel, ByteBuffer.wrap(header));
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                writeAll(
                        channel,
                        same(entry.getValue(), change.of(entry.getKey(), entry.getValue()))
                                .bytes());
            }
            channel.force(true);
        }
    }

    private static Tensor same(Tensor before, Tensor after) {
        if (before.type() != after.type() || !Arrays.equals(before.shape(), after.shape())) {
            throw new IllegalArgumentException(before + " became " + after);
        }
        return after;
    }

    private byte[] paddedHeader() {
        ObjectNode header = SyncJson.object();
        if (!metadata.isEmpty()) {
            ObjectNode entries = header.putObject(METADATA);
            metadata.forEach(entries::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long end = offset + tensor.bytes().remaining();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type().name());
            for (long size : tensor.shape()) {
                node.withArray("shape").add(size);
            }
            node.withArray("shape");
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = SyncJson.compact(header);
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static long headerLength(Path file, FileChannel channel) throws IOException {
        if (channel.size() < 8) {
            throw new SafeTensorsBroken(file, "has " + channel.size() + " bytes, fewer than the eight of a length");
        }
        long length = readAt(channel, 0, 8).getLong();
        if (length < 2 || length > MAX_HEADER || length > channel.size() - 8) {
            throw new SafeTensorsBroken(file, "gives its header " + Long.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private static JsonNode header(Path file, ByteBuffer bytes) {
        try {
            JsonNode header = SyncJson.read(StandardCharsets.UTF_8.decode(bytes).toString());
            if (header.isObject()) {
                return header;
            }
            throw new SafeTensorsBroken(file, "has a header that is no object");
        } catch (UncheckedIOException e) {
            throw new SafeTensorsBroken(file, "has an unreadable header: " + e.getMessage());
        }
    }

    private static List<Entry> entries(Path file, JsonNode header, long dataLength) {
        List<Entry> entries = new ArrayList<>();
        header.properties().stream()
                .filter(field -> !field.getKey().equals(METADATA))
                .forEach(field -> entries.add(entry(file, field.getKey(), field.getValue())));
        entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        long end = 0;
        for (Entry entry : entries) {
            if (entry.from() != end) {
                throw new SafeTensorsBroken(file, entry.name() + " starts at " + entry.from() + ", expected " + end);
            }
            end = entry.to();
        }
        if (end != dataLength) {
            throw new SafeTensorsBroken(file, "holds " + dataLength + " bytes of numbers, its header says " + end);
        }
        return entries;
    }

    private static Entry entry(Path file, String name, JsonNode node) {
        try {
            Tensor.Type type = Tensor.Type.valueOf(node.path("dtype").asText());
            long[] shape = new long[node.path("shape").size()];
            long bytes = type.width();
            for (int i = 0; i < shape.length; i++) {
                shape[i] = node.path("shape").get(i).asLong(-1);
                bytes = Math.multiplyExact(bytes, shape[i]);
            }
            long from = node.path("data_offsets").path(0).asLong(-1);
            long to = node.path("data_offsets").path(1).asLong(-1);
            if (from < 0 || to - from != bytes || bytes < 0) {
                throw new SafeTensorsBroken(file, name + " spans " + from + " to " + to + ", its shape needs " + bytes);
            }
            if (bytes > Integer.MAX_VALUE) {
                throw new SafeTensorsBroken(file, name + " has " + bytes + " bytes; this build reads up to 2 GiB");
            }
            return new Entry(name, type, shape, from, to);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SafeTensorsBroken(file, name + " is " + node + "; this build reads F32, F64, F16 and BF16");
        }
    }

    private static Map<String, String> metadata(JsonNode header) {
        Map<String, String> metadata = new TreeMap<>();
        header.path(METADATA)
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return metadata;
    }

    private static ByteBuffer readAt(FileChannel channel, long position, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
