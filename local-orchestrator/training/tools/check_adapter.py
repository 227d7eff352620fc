#!/usr/bin/env python3
"""Reads a checkpoint's adapter with other people's code: safetensors, and PEFT where it is installed.

    pip install safetensors numpy            # enough for the files
    pip install torch transformers peft      # for the whole round trip
    python3 check_adapter.py checkpoints/local/latest [models/tiny-qwen3]

The second argument is the base model's folder with weights; with it PEFT loads the adapter onto the base and merges it.
The Java tests do not run this: the product needs no Python.
"""

import json
import sys
from pathlib import Path


def main(checkpoint, base=None):
    from safetensors.numpy import load_file

    adapter = Path(checkpoint) / "adapter"
    config = json.loads((adapter / "adapter_config.json").read_text())
    tensors = load_file(adapter / "adapter_model.safetensors")
    assert (adapter / "adapter_model.safetensors").read_bytes() == (Path(checkpoint) / "adapter.bin").read_bytes()
    for key, tensor in tensors.items():
        side = 0 if key.endswith("lora_A.weight") else 1
        assert key.startswith("base_model.model.") and tensor.shape[side] == config["r"], (key, tensor.shape)
        assert any(f".{target}.lora_" in key for target in config["target_modules"]), key
    print(f"safetensors: {len(tensors)} tensors, r {config['r']}, alpha {config['lora_alpha']}")
    if base:
        from peft import PeftModel
        from transformers import AutoModelForCausalLM

        model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), adapter)
        loaded = {key.replace(".default", "") for key in model.state_dict() if "lora_" in key}
        assert loaded == set(tensors), loaded ^ set(tensors)
        model.merge_and_unload()
        print("peft: loaded and merged")


if __name__ == "__main__":
    main(*sys.argv[1:])
