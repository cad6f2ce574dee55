"""Diffusion models of random weights, a few megabytes each: real classes, real files, no skill.

They prove loading, controls, cancelling and memory plans; they say nothing about pictures. Used by
the tests and by ``benchmarks.painting``.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLQwenImage,
    ControlNetUnionModel,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    QwenImageControlNetModel,
    QwenImageControlNetPipeline,
    QwenImageTransformer2DModel,
    StableDiffusionXLControlNetUnionPipeline,
    UNet2DConditionModel,
    ZImageControlNetModel,
    ZImageControlNetPipeline,
    ZImageTransformer2DModel,
)
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
    PreTrainedTokenizerFast,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Tokenizer,
    Qwen3Config,
    Qwen3Model,
)

from scenes.painter import lock

FAMILIES = ("z-image", "qwen-image", "sdxl")


def painter(family: str) -> dict[str, Any]:
    """Return the description of a tiny model of a family, without its name."""
    clip = family == "sdxl"
    return {
        "title": f"随机小模型（{family}）", "family": family, "licence": "Apache-2.0",
        "research_only": False, "base": "sanjin/tiny", "control": "sanjin/tiny-control",
        "controls": ["depth", "line", "ids"] if clip else ["depth", "line"],
        "language": "en" if clip else "zh", "tokens": 512,
        "steps": 3, "guidance": 3.0 if family != "z-image" else 0.0,
        "multiple": 8 if clip else 16,
        "sizes": {"9:16": [144, 256], "16:9": [256, 144], "1:1": [192, 192], "2.39:1": [384, 160]},
        "scale": 0.7, "scale_range": [0.6, 1.0], "ends": 0.8 if family != "z-image" else 1.0,
        "strength": 0.7, "vram_gb": 0.1, "source": "随机权重", "confidence": "high",
    }  # fmt: skip


def make(family: str, folder: Path, seed: int = 0) -> lock.Lock:
    """Write a tiny model of a family into a folder, lock it, and return the lock."""
    torch.manual_seed(seed)
    writes = {"z-image": _zimage, "qwen-image": _qwen, "sdxl": _sdxl}[family]
    writes(folder / lock.BASE, folder / lock.CONTROL)
    made = lock.Lock(
        model=folder.name, family=family, licence="Apache-2.0", vram_gb=0.1,
        revisions={"sanjin/tiny": "local"}, files=lock.seal(folder),
    )  # fmt: skip
    lock.write(folder, made)
    return made


def install(family: str, home: Path) -> str:
    """Put a tiny model of a family into a home, as a person's own; return its name."""
    name = f"tiny-{family}"
    make(family, home / "models" / name)
    (home / "painters").mkdir(exist_ok=True)
    (home / "painters" / f"{family}.toml").write_text(toml(name, family), encoding="utf-8")
    return name


def toml(name: str, family: str) -> str:
    """Return a tiny model's row as the TOML file of a person's own model."""
    lines = [f'["{name}"]']
    for key, value in painter(family).items():
        if isinstance(value, dict):
            inner = ", ".join(f'"{k}" = {json.dumps(v)}' for k, v in value.items())
            lines.append(f"{key} = {{ {inner} }}")
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _zimage(base: Path, control: Path) -> None:
    sizes: dict[str, Any] = {
        "all_patch_size": (2,), "all_f_patch_size": (1,), "dim": 32, "n_refiner_layers": 1,
    }  # fmt: skip
    transformer = ZImageTransformer2DModel(
        in_channels=16, n_layers=2, n_heads=2, n_kv_heads=2, norm_eps=1e-5, qk_norm=True,
        cap_feat_dim=16, rope_theta=256.0, t_scale=1000.0, axes_dims=[8, 4, 4],
        axes_lens=[2048, 64, 64], **sizes,
    )  # fmt: skip
    net = ZImageControlNetModel(
        control_layers_places=[0, 1], control_refiner_layers_places=[0], control_in_dim=16,
        n_heads=2, norm_eps=1e-5, qk_norm=True, **sizes,
    )  # fmt: skip
    for model in (transformer, net):  # torch.empty, and zero gates that would hide the control
        for name, value in model.named_parameters():
            if "pad_token" in name or not value.any():
                torch.nn.init.normal_(value, std=0.3)
    vae = AutoencoderKL(
        in_channels=3, out_channels=3, down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, block_out_channels=[8] * 4, layers_per_block=1,
        latent_channels=16, norm_num_groups=8, use_quant_conv=False, use_post_quant_conv=False,
        scaling_factor=0.3611, shift_factor=0.1159,
    )  # fmt: skip
    encoder = Qwen3Model(
        Qwen3Config(
            hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2,
            num_key_value_heads=2, vocab_size=300, max_position_embeddings=4096, head_dim=8,
        )
    )  # fmt: skip
    net.save_pretrained(control)
    whole = ZImageControlNetPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=vae, text_encoder=encoder,
        tokenizer=_bytes(), transformer=transformer, controlnet=net,
    )  # fmt: skip
    _without_net(whole, base)


def _reference(unet: UNet2DConditionModel, folder: Path) -> None:
    """Write an IP-Adapter of random weights and its image encoder, laid out as they are published."""
    wide = unet.config.cross_attention_dim
    told = CLIPVisionConfig(
        hidden_size=32, projection_dim=wide, num_hidden_layers=2, num_attention_heads=4,
        image_size=32, intermediate_size=37, patch_size=8,
    )  # fmt: skip
    CLIPVisionModelWithProjection(told).save_pretrained(folder / "models/image_encoder")
    words = 4  # that a picture is read into
    held = {
        "image_proj.proj.weight": torch.randn(words * wide, wide),
        "image_proj.proj.bias": torch.zeros(words * wide),
        "image_proj.norm.weight": torch.ones(wide),
        "image_proj.norm.bias": torch.zeros(wide),
    }
    number = 1
    for name, module in unet.named_modules():
        if name.endswith("attn2"):
            for way in ("k", "v"):
                held[f"ip_adapter.{number}.to_{way}_ip.weight"] = torch.randn(
                    module.to_k.weight.shape
                )
            number += 2
    (folder / "sdxl_models").mkdir(parents=True)
    save_file(held, folder / "sdxl_models/ip-adapter_tiny.safetensors")


def _qwen(base: Path, control: Path) -> None:
    shape: dict[str, Any] = {
        "patch_size": 2, "in_channels": 16, "out_channels": 4, "attention_head_dim": 16,
        "num_attention_heads": 2, "joint_attention_dim": 16, "axes_dims_rope": (8, 4, 4),
    }  # fmt: skip
    transformer = QwenImageTransformer2DModel(num_layers=2, guidance_embeds=False, **shape)
    net = QwenImageControlNetModel(num_layers=1, **shape)
    for value in net.parameters():
        if not value.any():
            torch.nn.init.normal_(value, std=1.5)
    vae = AutoencoderKLQwenImage(
        base_dim=8, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4, latents_std=[1.0] * 4,
    )  # fmt: skip
    encoder = Qwen2_5_VLForConditionalGeneration(
        Qwen2_5_VLConfig(
            text_config={
                "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2,
                "num_attention_heads": 2, "num_key_value_heads": 2, "vocab_size": 300,
                "rope_scaling": {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"},
                "rope_theta": 1000000.0,
            },
            vision_config={
                "depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2,
                "out_hidden_size": 16,
            },
            hidden_size=16, vocab_size=300, vision_end_token_id=1, vision_start_token_id=2, vision_token_id=3,
        )
    )  # fmt: skip
    net.save_pretrained(control)
    whole = QwenImageControlNetPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True), vae=vae,
        text_encoder=encoder, tokenizer=_bytes(Qwen2Tokenizer), transformer=transformer,
        controlnet=net,
    )  # fmt: skip
    _without_net(whole, base)


def _sdxl(base: Path, control: Path) -> None:
    unet_shape: dict[str, Any] = {
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"), "block_out_channels": (32, 64),
        "attention_head_dim": (2, 4), "use_linear_projection": True,
        "addition_embed_type": "text_time", "addition_time_embed_dim": 8,
        "transformer_layers_per_block": (1, 2), "projection_class_embeddings_input_dim": 80,
        "cross_attention_dim": 64,
    }  # fmt: skip
    unet = UNet2DConditionModel(
        layers_per_block=2, sample_size=32, in_channels=4, out_channels=4,
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), norm_num_groups=8, **unet_shape,
    )  # fmt: skip
    net = ControlNetUnionModel(
        conditioning_embedding_out_channels=(16, 16, 16, 32), num_trans_channel=32, num_trans_head=4,
        num_trans_layer=1, num_proj_channel=32, norm_num_groups=8, **unet_shape,
    )  # fmt: skip
    for value in net.parameters():
        if not value.any():
            torch.nn.init.normal_(value, std=1.5)
    vae = AutoencoderKL(
        block_out_channels=[8] * 4, in_channels=3, out_channels=3, layers_per_block=1,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
        latent_channels=4, norm_num_groups=8,
    )  # fmt: skip
    told = CLIPTextConfig(
        bos_token_id=0, eos_token_id=2, hidden_size=32, intermediate_size=37, num_attention_heads=4,
        num_hidden_layers=2, pad_token_id=1, vocab_size=1000, hidden_act="gelu", projection_dim=32, max_position_embeddings=512,
    )  # fmt: skip
    clip = _clip(base.parent.parent / f".{base.parent.name}-words")
    net.save_pretrained(control)
    whole = StableDiffusionXLControlNetUnionPipeline(
        vae=vae, text_encoder=CLIPTextModel(told), text_encoder_2=CLIPTextModelWithProjection(told),
        tokenizer=clip, tokenizer_2=clip, unet=unet, controlnet=net,
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
            timestep_spacing="leading", steps_offset=1,
        ),
    )  # fmt: skip
    _without_net(whole, base)
    _reference(unet, base.parent / lock.REFERENCE)


def _without_net(whole: Any, folder: Path) -> None:
    """Save a pipeline as its base repository holds it: without the control net."""
    whole.save_pretrained(folder)
    shutil.rmtree(folder / "controlnet", ignore_errors=True)


def _bytes(kind: Any = PreTrainedTokenizerFast) -> Any:
    """Return a tokenizer that knows the 256 bytes, with a chat template of one line."""
    marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    known = {c: n for n, c in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    made = Tokenizer(models.BPE(vocab=known, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens(marks)
    words = PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token=marks[0], eos_token=marks[2], unk_token=marks[0]
    )
    words.chat_template = (
        "{% for message in messages %}<|im_start|>{{ message['content'] }}<|im_end|>{% endfor %}"
    )
    return words


def _clip(folder: Path) -> Any:
    """Return a CLIP tokenizer of bytes: every character is a word or two."""
    folder.mkdir(parents=True, exist_ok=True)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = [
        "<|startoftext|>",
        "!",
        "<|endoftext|>",
        *alphabet[1:],
        *(f"{c}</w>" for c in alphabet),
    ]
    vocabulary = {w: n for n, w in enumerate(dict.fromkeys(words))}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    return CLIPTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=512
    )
