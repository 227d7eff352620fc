package dev.syncprotocol.djl.training;

import dev.syncprotocol.djl.training.runtime.TorchRuntime;
import dev.syncprotocol.training.ModelFolder;
import dev.syncprotocol.training.Tensor;
import dev.syncprotocol.training.adapter.Adapter;
import dev.syncprotocol.training.generation.LanguageModel;
import dev.syncprotocol.training.generation.LanguageModelProvider;
import dev.syncprotocol.training.model.MachineMemory;
import dev.syncprotocol.training.model.MemoryEstimate;
import dev.syncprotocol.training.model.ModelWeights;
import java.util.Optional;
import java.util.SortedMap;

/** Loads decoders to generate with: frozen, mapped where their files allow it. */
public final class TorchLanguageModelProvider implements LanguageModelProvider {
    @Override
    public LanguageModel load(ModelFolder model, Optional<Adapter> adapter, int threads) {
        MemoryEstimate.toRun(model.shape())
                .requireWithin(MachineMemory.bytes(), model.folder().toString());
        SortedMap<String, Tensor> weights = ModelWeights.map(model);
        TorchRuntime runtime = TorchRuntime.start(threads, Tensor.Type.F32);
        return new TorchLanguageModel(DecoderModel.fixed(model.shape(), weights, adapter, runtime), runtime);
    }
}
