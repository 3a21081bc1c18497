"""Compares `apus classify` with torchvision on weights that PyTorch wrote.

    python3 Tests/Oracle/classify.py .build/release/apus Examples/Data/cat.png Examples/Data/rocket.jpg

needs torch, torchvision, Pillow and safetensors. For ResNet-18, 34 and 50 with random weights: writes them as
safetensors, classifies the images with both, and requires every logit to agree within 1e-4 of the largest.
"""

import json
import subprocess
import sys
import tempfile

import torch
import torchvision
from PIL import Image
from safetensors.torch import save_file
from torchvision import transforms

PREPARE = transforms.Compose([
    transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(),
    transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
])


def main(program, paths):
    batch = torch.stack([PREPARE(Image.open(path).convert("RGB")) for path in paths])
    worst = 0.0
    for name in ("resnet18", "resnet34", "resnet50"):
        torch.manual_seed(1)
        model = getattr(torchvision.models, name)()
        model.train()(batch)  # so that running statistics are not those of the beginning
        model.eval()
        with torch.no_grad():
            expected = model(batch)
        with tempfile.NamedTemporaryFile(suffix=".safetensors") as file:
            save_file({key: value.contiguous() for key, value in model.state_dict().items()}, file.name)
            command = [program, "classify", *paths, "--model", file.name, "--architecture", name, "--top", "1000", "--json"]
            results = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for logits, result in zip(expected, results):
            actual = torch.empty_like(logits)
            for entry in result["classes"]:
                actual[entry["class"]] = entry["logit"]
            difference = ((actual - logits).abs().max() / max(1.0, logits.abs().max().item())).item()
            print(f"{name} {result['image']}: largest logit {logits.abs().max():.3f}, difference {difference:.2e}")
            worst = max(worst, difference)
    if worst > 1e-4:
        sys.exit("the logits differ")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
