"""Compares ApusVision with OpenCV, Pillow and torchvision on thousands of random cases.

    swift build --build-tests && python3 Tests/Oracle/vision.py

needs numpy, opencv-python, Pillow and torchvision. Writes the cases and the expected results to a temporary folder,
then runs the test `VisionOracleTests`, which computes each case and reports every difference above the case's
tolerance. Arguments are passed on to `swift test`.
"""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image
from torchvision.transforms import functional

CV2_METHODS = {"nearest": cv2.INTER_NEAREST, "bilinear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA,
               "bicubic": cv2.INTER_CUBIC}
PILLOW_METHODS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}
SIZES = [((30, 41), (17, 23)), ((30, 41), (64, 90)), ((120, 151), (56, 85)), ((10, 10), (5, 5)), ((12, 30), (4, 6)),
         ((12, 30), (3, 5)), ((7, 9), (70, 31)), ((9, 70), (31, 7)), ((60, 90), (60, 45)), ((1, 1), (5, 4)),
         ((50, 1), (20, 1)), ((33, 20), (1, 1)), ((120, 100), (2, 10)), ((101, 77), (100, 76))]
CODES = {("rgb", "grey"): "RGB2GRAY", ("bgr", "grey"): "BGR2GRAY", ("rgba", "grey"): "RGBA2GRAY",
         ("bgra", "grey"): "BGRA2GRAY", ("rgb", "bgr"): "RGB2BGR", ("rgba", "bgra"): "RGBA2BGRA",
         ("rgb", "rgba"): "RGB2RGBA", ("rgb", "bgra"): "RGB2BGRA", ("bgra", "rgb"): "BGRA2RGB",
         ("grey", "rgb"): "GRAY2RGB", ("grey", "rgba"): "GRAY2RGBA"}
CHANNELS = {"grey": 1, "rgb": 3, "bgr": 3, "rgba": 4, "bgra": 4}
DTYPES = ("uint8", "uint16", "float32")

random = np.random.default_rng(int(os.environ.get("SEED", "0")))


def noise(dtype, *shape):
    if dtype == "float32":
        return random.random(shape, dtype=np.float32)
    return random.integers(0, np.iinfo(dtype).max + 1, shape).astype(dtype)


def three_axes(array):
    return array.reshape(array.shape[0], array.shape[1], -1)


def resize_cases():
    # uint8, uint16, float32.
    tolerances = {"nearest": (0, 0, 0), "bilinear": (0, 1, 4e-7), "area": (0, 1, 4e-7), "bicubic": (1, 1, 4e-7)}
    # OpenCV rounds positions to single precision for some numbers of channels. That moves them by half a unit in the
    # last place, and the result by as much times the steepest slope of the kernel.
    slopes = {"nearest": 0, "bilinear": 1, "area": 0, "bicubic": 2}
    for (height, width), (new_height, new_width) in SIZES:
        for channels in (1, 2, 3, 4):
            for index, dtype in enumerate(DTYPES):
                image = noise(dtype, height, width, channels)
                for method, code in CV2_METHODS.items():
                    expected = cv2.resize(image, (new_width, new_height), interpolation=code)
                    tolerance = tolerances[method][index]
                    if dtype == "float32":
                        tolerance += slopes[method] * (height + width) * 2.0**-24
                    if channels == 2 and dtype == "uint8":
                        tolerance = 1  # OpenCV rounds halves differently for two channels.
                    yield f"resize/{method}", image, three_axes(expected), tolerance
                if dtype == "uint16":
                    continue
                for method, code in PILLOW_METHODS.items():
                    planes = [np.asarray(Image.fromarray(np.ascontiguousarray(image[..., c]))
                                         .resize((new_width, new_height), code)) for c in range(channels)]
                    yield f"antialias/{method}", image, np.stack(planes, -1), 0 if dtype == "uint8" else 1e-6


def color_cases():
    for (source, target), code in CODES.items():
        for dtype in DTYPES:
            image = noise(dtype, 57, 43, CHANNELS[source])
            expected = three_axes(cv2.cvtColor(image, getattr(cv2, "COLOR_" + code)))
            yield f"convert/{source}/{target}", image, expected, 3e-7 if dtype == "float32" else 0
    rgba = noise("uint8", 64, 64, 4)
    background = Image.new("RGBA", (64, 64), (10, 200, 255, 255))
    blended = Image.alpha_composite(background, Image.fromarray(rgba, "RGBA")).convert("RGB")
    yield "composite/10/200/255", rgba, np.asarray(blended), 1


def pipeline_cases():
    image = noise("uint8", 97, 64, 3)
    mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    tensor = functional.normalize(functional.to_tensor(Image.fromarray(image)), mean, deviation)
    yield "normalize", image, tensor.permute(1, 2, 0).contiguous().numpy(), 0
    for height, width in ((97, 64), (50, 33), (51, 32), (1, 1), (96, 63)):
        crop = functional.center_crop(torch.from_numpy(image).permute(2, 0, 1), [height, width])
        yield "centerCrop", image, crop.permute(1, 2, 0).contiguous().numpy(), 0


def file_cases():
    data = Path(__file__).parent.parent.parent / "Examples" / "Data"
    photos = [Image.open(data / name).convert("RGB") for name in ("cat.png", "rocket.jpg")]
    for name in ("cat.png", "rocket.jpg"):
        yield as_bytes((data / name).read_bytes(), np.asarray(Image.open(data / name).convert("RGB")))
    for photo in photos:
        for _ in range(20):
            small = photo.resize((int(random.integers(1, 90)), int(random.integers(1, 90))))
            for quality in (20, 75, 96):
                for subsampling in (0, 1, 2):
                    for progressive in (False, True):
                        file = saved(small, "JPEG", quality=quality, subsampling=subsampling, progressive=progressive)
                        yield as_bytes(file, np.asarray(Image.open(io.BytesIO(file))))
                yield f"jpeg/{quality}", np.asarray(small), np.asarray(
                    Image.open(io.BytesIO(saved(small, "JPEG", quality=quality)))), 0
            yield as_bytes(saved(small, "PNG"), np.asarray(small))
            for colors in (2, 4, 16, 256):
                indexed = small.quantize(colors)
                yield as_bytes(saved(indexed, "PNG"), np.asarray(indexed.convert("RGB")))
            yield as_bytes(saved(small.convert("L"), "PNG"), np.asarray(small.convert("L")))


def saved(image, kind, **options):
    image.info.clear()
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def as_bytes(file, expected):
    return "decode", np.frombuffer(file, np.uint8).reshape(1, -1, 1), three_axes(expected), 0


def main():
    lines, arrays = [], []
    for cases in (resize_cases(), color_cases(), pipeline_cases(), file_cases()):
        for name, given, expected, tolerance in cases:
            given, expected = three_axes(given), three_axes(expected)
            for array in (given, expected):
                lines.append(f"{name} {tolerance} {array.dtype} {' '.join(map(str, array.shape))}")
                arrays.append(np.ascontiguousarray(array).tobytes())
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cases.txt").write_text("\n".join(lines) + "\n")
        (Path(folder) / "cases.bin").write_bytes(b"".join(arrays))
        print(f"{len(lines) // 2} cases")
        command = ["swift", "test", "--skip-build", "--filter", "VisionOracleTests", *sys.argv[1:]]
        sys.exit(subprocess.run(command, env={**os.environ, "APUS_VISION_ORACLE": folder}).returncode)


main()
