package dev.syncprotocol.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.training.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
    private static final SafeTensors TENSORS = new SafeTensors(
            Map.of(
                    "b", Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, Float.MIN_VALUE),
                    "a", Tensor.ofDoubles(new long[] {1}, Math.PI),
                    "scalar", Tensor.ofFloats(new long[] {}, 7)),
            Map.of("format", "pt"));

    @TempDir
    private Path folder;

    @Test
    void roundTripsBitForBit() throws IOException {
        Path file = folder.resolve("x.safetensors");
        TENSORS.write(file);
        assertThat(SafeTensors.read(file)).isEqualTo(TENSORS);
    }

    @Test
    void theSameTensorsGiveTheSameBytesWithAnAlignedHeader() throws IOException {
        TENSORS.write(folder.resolve("1"));
        TENSORS.write(folder.resolve("2"));
        byte[] bytes = Files.readAllBytes(folder.resolve("1"));
        assertThat(Files.readAllBytes(folder.resolve("2"))).isEqualTo(bytes);
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
                .isZero();
    }

    @Test
    void mapsWhatItReads() throws IOException {
        Path file = folder.resolve("x.safetensors");
        TENSORS.write(file);
        SafeTensors mapped = SafeTensors.map(file);
        assertThat(mapped).isEqualTo(TENSORS);
        assertThat(mapped.tensors().get("b").bytes().isDirect()).isTrue();
    }

    /** A file as the format's own documentation writes it, byte for byte. */
    @Test
    void readsAFileWrittenByHand() throws IOException {
        Path file = file("{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
        assertThat(SafeTensors.read(file).tensors().get("t").floats()).containsExactly(0, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gap|{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "too short|{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
                "left over|{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "shape|{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "negative|{\"t\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,-8]}}",
                "overflow|{\"t\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,8]}}",
                "type|{\"t\":{\"dtype\":\"I16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
                "overlap|{\"s\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "twice|{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "no object|[1]",
                "no json|{{"
            })
    void refusesABrokenHeader(String fault, String header) throws IOException {
        Path file = file(header, 8);
        assertThatThrownBy(() -> SafeTensors.read(file)).as(fault).isInstanceOf(SafeTensorsBroken.class);
    }

    @Test
    void refusesAHeaderLengthBeyondTheFile() throws IOException {
        Path file = folder.resolve("x");
        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1L << 40)
                        .array());
        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(SafeTensorsBroken.class);
        Files.write(file, new byte[] {1, 2});
        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(SafeTensorsBroken.class);
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        return Files.write(folder.resolve("hand.safetensors"), bytes.array());
    }
}
