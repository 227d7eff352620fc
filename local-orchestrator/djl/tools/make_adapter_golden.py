#!/usr/bin/env python3
"""Makes src/test/resources/golden-models/qwen3-adapter: an adapter that PEFT saved, and what PEFT computes with it.

    pip install torch transformers peft
    python3 make_adapter_golden.py src/test/resources/golden-models

It stands beside the model of golden-models/qwen3 (make_logprob_goldens.py). Both factors are drawn, so that a forgotten
scale or a swapped factor shows; rank-stabilised scale, rank 3, four kinds of layers.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM


def main(folder):
    base = Path(folder) / "qwen3"
    out = Path(folder) / "qwen3-adapter"
    tokens = json.loads((base / "golden.json").read_text())["tokens"]
    torch.manual_seed(11)
    config = LoraConfig(
        r=3,
        lora_alpha=6,
        use_rslora=True,
        lora_dropout=0.1,
        target_modules=["q_proj", "v_proj", "o_proj", "down_proj"],
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(base).float(), config)
    model.peft_config["default"].base_model_name_or_path = "qwen3"
    with torch.no_grad():
        for name, value in model.named_parameters():
            if "lora_" in name:
                value.copy_(0.2 * torch.randn_like(value))
    model.eval().save_pretrained(out)
    (out / "README.md").unlink(missing_ok=True)
    with torch.no_grad():
        logits = model.double()(torch.tensor([tokens])).logits[0]
    rows = torch.log_softmax(logits, -1).tolist()
    golden = {
        "source": "PEFT and transformers in doubles",
        "tokens": tokens,
        "log_probabilities": [[round(x, 7) for x in row] for row in rows],
    }
    (out / "golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
