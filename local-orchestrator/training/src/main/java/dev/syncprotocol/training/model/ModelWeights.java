package dev.syncprotocol.training.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.training.DecoderShape;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.checkpoint.SafeTensors;
import dev.syncprotocol.training.checkpoint.SafeTensorsBroken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The weights of a model folder: one safetensors file, or several with an index. They are mapped, not read: a frozen base
 * costs memory only where it is touched.
 */
public final class ModelWeights {
    private static final int SHOWN = 8;
    private static final String WEIGHT_MAP = "weight_map";

    private ModelWeights() {}

    /**
     * Every parameter the shape asks for, and no other. Two kinds of further tensors, which transformers ignores as well,
     * are left out: an output layer beside a tied embedding, and tables of rotary frequencies.
     *
     * @throws SyncException {@code CONFIG_INVALID} when a file is missing or broken, or naming the tensors that are
     *     missing, of another shape or unknown
     */
    public static SortedMap<String, Tensor> map(ModelFolder model) {
        Path file = model.weights().orElseThrow();
        try {
            SortedMap<String, Tensor> found = new TreeMap<>(
                    file.endsWith(ModelFolder.INDEX)
                            ? shards(file)
                            : SafeTensors.map(file).tensors());
            found.keySet().removeIf(name -> isIgnored(name, model.shape()));
            requireFit(file, model.shape(), found);
            return found;
        } catch (IOException | UncheckedIOException | SafeTensorsBroken e) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Tensor> shards(Path index) throws IOException {
        JsonNode places = SyncJson.read(Files.readString(index)).path(WEIGHT_MAP);
        Set<String> files = new TreeSet<>();
        places.forEach(place -> files.add(place.asText()));
        if (files.isEmpty()) {
            throw broken(index, "has no " + WEIGHT_MAP);
        }
        Map<String, Tensor> found = new TreeMap<>();
        for (String name : files) {
            addShard(index, name, places, found);
        }
        return found;
    }

    private static void addShard(Path index, String name, JsonNode places, Map<String, Tensor> found)
            throws IOException {
        Path shard = index.resolveSibling(name).normalize();
        if (!shard.getParent().equals(index.getParent().normalize()) || !Files.isRegularFile(shard)) {
            throw broken(index, "names " + name + ", and there is no such file beside it");
        }
        SafeTensors.map(shard).tensors().forEach((tensor, value) -> {
            if (!places.path(tensor).asText().equals(name)) {
                throw broken(index, "does not place " + tensor + " in " + name + ", where it lies");
            }
            found.put(tensor, value);
        });
    }

    private static boolean isIgnored(String name, DecoderShape shape) {
        return name.endsWith(".rotary_emb.inv_freq")
                || shape.tieWordEmbeddings() && name.equals(DecoderParameters.HEAD);
    }

    private static void requireFit(Path file, DecoderShape shape, Map<String, Tensor> found) {
        SortedMap<String, long[]> wanted = DecoderParameters.shapes(shape);
        List<String> faults = new ArrayList<>();
        wanted.forEach((name, size) -> {
            Tensor tensor = found.get(name);
            if (tensor == null) {
                faults.add(name + " is missing");
            } else if (!Arrays.equals(tensor.shape(), size)) {
                faults.add(name + " is " + tensor + ", config.json asks for " + Arrays.toString(size));
            } else if (tensor.type() == Tensor.Type.F64) {
                faults.add(name + " is " + tensor + ", this build computes with at most 32 bits");
            }
        });
        found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> faults.add(name + " is no parameter of this model"));
        if (!faults.isEmpty()) {
            String more = faults.size() > SHOWN ? "; and " + (faults.size() - SHOWN) + " more" : "";
            throw broken(file, ": " + String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size()))) + more);
        }
    }

    private static SyncException broken(Path file, String fault) {
        return new SyncException(ErrorCode.CONFIG_INVALID, file + (fault.startsWith(":") ? "" : " ") + fault);
    }
}
