package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.ValueHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The trained weights of a checkpoint: {@code model.safetensors}, or {@code adapter.bin} and the folder {@code adapter/}
 * in PEFT's form with the same bytes (D7, training.md section 9); a value head in {@code value_head.safetensors}.
 */
final class WeightFiles {
    static final String MODEL = "model.safetensors";
    private static final String VALUE_HEAD = "value_head.safetensors";
    private static final String ADAPTER = "adapter.bin";
    static final String PEFT_FOLDER = "adapter";
    private static final String PEFT_TENSORS = "adapter_model.safetensors";
    private static final String PEFT_CONFIG = "adapter_config.json";
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private WeightFiles() {}

    static void write(Path folder, Map<String, Tensor> trained, Optional<AdapterSpec> adapter) throws IOException {
        Map<String, Tensor> weights = new TreeMap<>(trained);
        weights.keySet().removeIf(WeightFiles::isValueHead);
        if (adapter.isPresent()) {
            writeAdapter(folder, weights, adapter.get());
        } else {
            new SafeTensors(weights, METADATA).write(folder.resolve(MODEL));
        }
        Map<String, Tensor> values = new TreeMap<>(trained);
        values.keySet().removeIf(name -> !isValueHead(name));
        if (!values.isEmpty()) {
            new SafeTensors(values, METADATA).write(folder.resolve(VALUE_HEAD));
        }
    }

    /** What {@link #write} was given as weights. */
    static Map<String, Tensor> read(Path folder) throws IOException {
        Map<String, Tensor> weights = new TreeMap<>();
        if (Files.exists(folder.resolve(VALUE_HEAD))) {
            weights.putAll(SafeTensors.read(folder.resolve(VALUE_HEAD)).tensors());
        }
        if (!hasAdapter(folder)) {
            weights.putAll(SafeTensors.read(folder.resolve(MODEL)).tensors());
            return weights;
        }
        SafeTensors.read(folder.resolve(ADAPTER))
                .tensors()
                .forEach((key, tensor) -> weights.put(AdapterSpec.parameterOf(key), tensor));
        return weights;
    }

    /** What {@link #write} was given as adapter. */
    static Optional<AdapterSpec> readAdapter(Path folder) throws IOException {
        Path config = folder.resolve(PEFT_FOLDER).resolve(PEFT_CONFIG);
        return hasAdapter(folder)
                ? Optional.of(AdapterSpec.read(SyncJson.read(Files.readString(config))))
                : Optional.empty();
    }

    private static boolean isValueHead(String name) {
        return name.startsWith(ValueHead.PREFIX);
    }

    private static boolean hasAdapter(Path folder) {
        return Files.exists(folder.resolve(ADAPTER));
    }

    private static void writeAdapter(Path folder, Map<String, Tensor> weights, AdapterSpec adapter) throws IOException {
        Map<String, Tensor> keyed = new TreeMap<>();
        weights.forEach((name, tensor) -> keyed.put(AdapterSpec.fileKey(name), tensor));
        new SafeTensors(keyed, METADATA).write(folder.resolve(ADAPTER));
        Path peft = Files.createDirectory(folder.resolve(PEFT_FOLDER));
        linkOrCopy(folder.resolve(ADAPTER), peft.resolve(PEFT_TENSORS));
        String config = SyncJson.pretty(adapter.config()) + "\n";
        AtomicFile.writeForced(peft.resolve(PEFT_CONFIG), config.getBytes(StandardCharsets.UTF_8));
        AtomicFile.forceFolder(peft);
    }

    private static void linkOrCopy(Path file, Path link) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without hard links holds the bytes twice; a disk that is full fails here again.
            AtomicFile.writeForced(link, Files.readAllBytes(file));
        }
    }
}
