package dev.syncprotocol.training;

import java.util.Arrays;
import java.util.Optional;

/**
 * The decoders this build computes: one block of RMSNorm, grouped-query attention with rotary positions and SwiGLU, and
 * what tells the families apart (transformers {@code modeling_qwen3.py}, {@code modeling_qwen2.py},
 * {@code modeling_llama.py}).
 */
public enum DecoderFamily {
    /** Queries and keys are normalised, head by head. */
    QWEN3("Qwen3ForCausalLM", true, false),
    /** Queries, keys and values have a bias. */
    QWEN2("Qwen2ForCausalLM", false, true),
    /** Neither. */
    LLAMA("LlamaForCausalLM", false, false);

    private final String architecture;
    private final boolean normalisesHeads;
    private final boolean biasesHeads;

    DecoderFamily(String architecture, boolean normalisesHeads, boolean biasesHeads) {
        this.architecture = architecture;
        this.normalisesHeads = normalisesHeads;
        this.biasesHeads = biasesHeads;
    }

    /** The family of an entry of {@code architectures} in {@code config.json}. */
    public static Optional<DecoderFamily> of(String architecture) {
        return Arrays.stream(values())
                .filter(family -> family.architecture.equals(architecture))
                .findFirst();
    }

    /** Its name in {@code config.json}. */
    public String architecture() {
        return architecture;
    }

    /** Whether {@code q_norm} and {@code k_norm} stand before the rotation. */
    public boolean normalisesHeads() {
        return normalisesHeads;
    }

    /** Whether {@code q_proj}, {@code k_proj} and {@code v_proj} have a bias. */
    public boolean biasesHeads() {
        return biasesHeads;
    }
}
