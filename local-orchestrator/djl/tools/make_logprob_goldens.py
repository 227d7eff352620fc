#!/usr/bin/env python3
"""Makes the goldens of src/test/resources/golden-models: small random decoders, and what other people's code says of them.

    pip install torch transformers safetensors gguf numpy
    npm install --ignore-scripts --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1
    python3 make_logprob_goldens.py OUT NODE_MODULES

For each family (qwen3, qwen2, llama) it draws a model with transformers, norms and biases uneven so that a forgotten one
shows, saves it as Hugging Face's folder, writes the same weights as GGUF, and asks llama.cpp (CPU, 32-bit KV cache) for
the logits of every position of one row and for a greedy continuation. golden.json holds the log-probabilities from
llama.cpp; transformers in 64-bit floats must agree with them to 1e-4, or nothing is written. The Java tests read only
what is committed: they need neither Python nor Node.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
import torch
from transformers import AutoModelForCausalLM, LlamaConfig, Qwen2Config, Qwen3Config

VOCAB, POSITIONS, GREEDY = 96, 32, 24
SIZES = dict(
    vocab_size=VOCAB,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=128,
    initializer_range=0.15,
    bos_token_id=1,
    eos_token_id=2,
)
THETA = {"rope_type": "default", "rope_theta": 1e6}
FAMILIES = {
    "qwen3": Qwen3Config(**SIZES, head_dim=16, rms_norm_eps=1e-6, tie_word_embeddings=True, rope_parameters=THETA),
    "qwen2": Qwen2Config(**SIZES, rms_norm_eps=1e-6, tie_word_embeddings=True, rope_parameters=THETA),
    "llama": LlamaConfig(
        **SIZES,
        rms_norm_eps=1e-5,
        tie_word_embeddings=False,
        rope_parameters={
            "rope_type": "llama3",
            "rope_theta": 5e5,
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
        },
    ),
}
NAMES = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
NODE = """
import {getLlama} from "node-llama-cpp";
const [path, tokens, greedy] = [process.argv[2], JSON.parse(process.argv[3]), Number(process.argv[4])];
const llama = await getLlama({gpu: false, build: "never", logLevel: "error"});
const model = await llama.loadModel({modelPath: path, gpuLayers: 0});
const context = await model.createContext({
    contextSize: 128, batchSize: 128, threads: 1, flashAttention: false,
    experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32"});
const ask = async (sequence, row) =>
    (await sequence.controlledEvaluate(row.map(token => [token, {generateNext: {logits: true}}])))
        .map(said => [...said.next.logits.entries()].sort((a, b) => a[0] - b[0]).map(entry => entry[1]));
const sequence = context.getSequence();
const logits = await ask(sequence, tokens);
let last = logits[logits.length - 1];
const drawn = [];
for (let i = 0; i < greedy; i++) {
    drawn.push(last.indexOf(Math.max(...last)));
    last = (await ask(sequence, [drawn[i]]))[0];
}
console.log(JSON.stringify({logits, greedy: drawn}));
process.exit(0);
"""


def draw(config, seed):
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_config(config).float().eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            if "norm" in name:
                value.copy_(0.5 + torch.rand_like(value))
            elif name.endswith("bias"):
                value.copy_(0.3 * torch.randn_like(value))
    return model


def write_gguf(family, config, model, path):
    writer = gguf.GGUFWriter(path, family)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    writer.add_key_length(width)
    writer.add_value_length(width)
    writer.add_rope_dimension_count(width)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([f"<{i}>" for i in range(config.vocab_size)])
    writer.add_token_types([gguf.TokenType.NORMAL] * config.vocab_size)
    writer.add_token_merges(["< >"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    if config.rope_parameters["rope_type"] == "llama3":
        plain = 1.0 / config.rope_parameters["rope_theta"] ** (np.arange(0, width, 2) / width)
        scaled = model.model.rotary_emb.inv_freq.double().numpy()
        writer.add_tensor("rope_freqs.weight", (plain / scaled).astype(np.float32))
    for name, value in model.state_dict().items():
        array = value.numpy().astype(np.float32)
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        if name in ("model.embed_tokens.weight", "model.norm.weight", "lm_head.weight"):
            plain_names = {"model.embed_tokens.weight": "token_embd", "model.norm.weight": "output_norm"}
            writer.add_tensor(plain_names.get(name, "output") + ".weight", array)
            continue
        _, _, layer, rest = name.split(".", 3)
        module, kind = rest.rsplit(".", 1)
        if family == "llama" and module in ("self_attn.q_proj", "self_attn.k_proj"):
            # llama.cpp turns neighbouring pairs for this family, Hugging Face halves
            heads = array.shape[0] // width
            array = array.reshape(heads, 2, width // 2, -1).swapaxes(1, 2).reshape(array.shape)
        writer.add_tensor(f"blk.{layer}.{NAMES[module]}.{kind}", np.ascontiguousarray(array))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(out, node_modules):
    scratch = Path(tempfile.mkdtemp())
    (scratch / "node_modules").symlink_to(Path(node_modules).resolve())
    (scratch / "ask.mjs").write_text(NODE)
    for seed, (family, config) in enumerate(FAMILIES.items()):
        model = draw(config, 20250823 + seed)
        folder = Path(out) / family
        tokens = np.random.default_rng(seed).integers(3, VOCAB, POSITIONS).tolist()
        write_gguf(family, config, model, scratch / f"{family}.gguf")
        command = ["node", "ask.mjs", f"{family}.gguf", json.dumps(tokens), str(GREEDY)]
        said = json.loads(subprocess.run(command, cwd=scratch, check=True, capture_output=True, text=True).stdout)
        ours = torch.log_softmax(torch.tensor(said["logits"], dtype=torch.float64), -1)
        with torch.no_grad():
            double = torch.log_softmax(model.double()(torch.tensor([tokens])).logits[0], -1)
        worst = (ours - double).abs().max().item()
        print(f"{family}: llama.cpp against transformers in doubles: largest difference {worst:.2e}")
        assert ours.shape == (POSITIONS, VOCAB) and worst < 1e-4, family
        model.float().save_pretrained(folder)
        (folder / "generation_config.json").unlink(missing_ok=True)
        golden = {
            "source": "llama.cpp through node-llama-cpp 3.22.1, CPU, 32-bit KV cache; transformers in doubles agrees",
            "largest_difference_to_transformers": worst,
            "tokens": tokens,
            "greedy": said["greedy"],
            "log_probabilities": [[round(x, 7) for x in row] for row in ours.tolist()],
        }
        (folder / "golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
