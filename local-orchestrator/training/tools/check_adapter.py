#!/usr/bin/env python3
"""Reads a checkpoint's adapter with other people's code: safetensors, and PEFT where it is installed.

    pip install safetensors numpy            # enough for the files
    pip install torch transformers peft      # for the whole round trip
    python3 check_adapter.py checkpoints/local/latest [models/stories260K [out/merged]]

The second argument is the base model's folder with weights; with it PEFT loads the adapter onto the base and merges it.
The third is what `sync train export --merge` made of both: transformers loads it, and its logits must be PEFT's.
The Java tests do not run this: the product needs no Python.
"""

import json
import sys
from pathlib import Path


def main(checkpoint, base=None, merged=None):
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
        if merged:
            import torch

            tokens = torch.arange(3, 35).unsqueeze(0) % model.config.vocab_size
            with torch.no_grad():
                theirs = model.double()(tokens).logits
                ours = AutoModelForCausalLM.from_pretrained(merged).double()(tokens).logits
            difference = (theirs - ours).abs().max().item()
            print(f"merged: largest difference of a logit {difference:.1e}")
            assert difference < 1e-4
        loaded = {key.replace(".default", "") for key in model.state_dict() if "lora_" in key}
        assert loaded == set(tensors), loaded ^ set(tensors)
        model.merge_and_unload()
        print("peft: loaded and merged")


if __name__ == "__main__":
    main(*sys.argv[1:])
