"""Writes what the Swift tests of ApusVision's residual networks compare with.

    python3 Tests/Oracle/make_resnet_goldens.py Examples/Data Tests/ApusVisionTests/Goldens/resnet.safetensors

needs torch, torchvision, Pillow, numpy and safetensors. The networks' weights are too large to commit. They are what
torchvision makes after `torch.manual_seed(SEED)`; Apus draws the same numbers in the same order, and the sums of the
tensors kept here show it. Of each network the file holds, in `state_dict` order, the tensors' names and shapes (in the
metadata), the sums of their elements and of their absolute values (float64), and the logits for images.
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torchvision
from PIL import Image
from safetensors.numpy import save_file
from torchvision import transforms

SEED = 7
IMAGES = ("cat.png", "rocket.jpg")


def prepared(path, size, crop):
    pipeline = transforms.Compose([
        transforms.Resize(size), transforms.CenterCrop(crop), transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ])
    return pipeline(Image.open(path).convert("RGB"))


def main(images, output):
    tensors, metadata = {}, {"seed": str(SEED)}
    batches = {
        "resnet18": torch.stack([prepared(images / name, 256, 224) for name in IMAGES]),
        "resnet34": torch.stack([prepared(images / name, 72, 64) for name in IMAGES]),
        "resnet50": torch.stack([prepared(images / name, 72, 64) for name in IMAGES]),
    }
    for name, batch in batches.items():
        torch.manual_seed(SEED)
        model = getattr(torchvision.models, name)().eval()
        state = model.state_dict()
        values = [value.detach().double().numpy() for value in state.values()]
        tensors[f"{name}.sums"] = np.array([value.sum() for value in values])
        tensors[f"{name}.magnitudes"] = np.array([np.abs(value).sum() for value in values])
        metadata[name] = ";".join(f"{key} {list(value.shape)}" for key, value in state.items())
        with torch.no_grad():
            tensors[f"{name}.logits"] = model(batch).numpy()
    torch.manual_seed(SEED)
    model = torchvision.models.resnet18(num_classes=10).train()
    logits = model(batches["resnet34"])
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor([3, 7]))
    loss.backward()
    tensors["training.logits"] = logits.detach().numpy()
    tensors["training.loss"] = loss.detach().numpy()
    names = ["conv1.weight", "bn1.bias", "layer2.0.downsample.0.weight", "layer4.1.conv2.weight", "fc.bias"]
    gradients = dict(model.named_parameters())
    metadata["training.gradients"] = ";".join(names)
    tensors["training.gradients"] = np.array([gradients[n].grad.double().abs().sum().item() for n in names])
    tensors["training.running_mean"] = model.bn1.running_mean.numpy()
    tensors["training.running_var"] = model.bn1.running_var.numpy()
    save_file(tensors, output, metadata)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
