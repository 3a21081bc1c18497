"""Writes the small image files and the expected pixels that the Swift tests of ApusVision compare with.

    python3 Tests/Oracle/make_vision_goldens.py Examples/Data/cat.png Tests/ApusVisionTests/Goldens

needs numpy, opencv-python and Pillow. The results are committed, so that the tests run without Python.
"""

import io
import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
from PIL import Image


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def interlaced_png(pixels):
    """An Adam7 file, which neither Pillow nor OpenCV can write."""
    height, width, channels = pixels.shape
    raw = b""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    for x, y, step_x, step_y in passes:
        part = pixels[y::step_y, x::step_x]
        if part.size:
            raw += b"".join(b"\0" + row.astype(row.dtype.newbyteorder(">")).tobytes() for row in part)
    colour = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", width, height, 8 * pixels.dtype.itemsize, colour, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def image_files(photo):
    """Name -> bytes of a file for every kind that has a decoding rule of its own."""
    pixels = np.asarray(photo)
    rng = np.random.default_rng(7)
    alpha = rng.integers(0, 256, pixels.shape[:2], dtype=np.uint8)
    deep = rng.integers(0, 65536, (9, 13, 4)).astype(np.uint16)
    grey = photo.convert("L")
    palette = photo.quantize(16)
    # Strong inks in flat 8 x 8 blocks, so that JPEG's rounding does not hide the conversion.
    ink = rng.integers(0, 256, (2, 3, 4), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    return {
        "rgb.png": encoded(photo, "PNG"),
        "grey.png": encoded(grey, "PNG"),
        "grey1.png": encoded(photo.convert("1"), "PNG"),
        "grey-alpha.png": encoded(Image.fromarray(np.dstack([pixels[..., 0], alpha])), "PNG"),
        "grey-trns.png": encoded(grey, "PNG", transparency=grey.getpixel((0, 0))),
        "rgba.png": encoded(Image.fromarray(np.dstack([pixels, alpha])), "PNG"),
        "rgb-trns.png": encoded(photo, "PNG", transparency=photo.getpixel((0, 0))),
        "palette.png": encoded(palette, "PNG"),
        "palette-trns.png": encoded(palette, "PNG", transparency=bytes(range(0, 160, 10))),
        "grey16.png": cv2.imencode(".png", deep[..., 0])[1].tobytes(),
        "rgb16.png": cv2.imencode(".png", deep[..., 2::-1])[1].tobytes(),
        "rgba16-interlaced.png": interlaced_png(deep),
        "rgb-interlaced.png": interlaced_png(pixels),
        "420.jpg": encoded(photo, "JPEG", quality=90, subsampling=2),
        "444.jpg": encoded(photo, "JPEG", quality=90, subsampling=0),
        "progressive.jpg": encoded(photo, "JPEG", quality=90, progressive=True),
        "grey.jpg": encoded(grey, "JPEG", quality=90),
        "cmyk.jpg": encoded(Image.frombytes("CMYK", ink.shape[1::-1], ink.tobytes()), "JPEG", quality=95),
    }


def expected_pixels(name, data):
    """What the file holds, by Pillow (by OpenCV for 16 bits), as [H, W, C]."""
    if "16" in name:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        pixels = pixels.reshape(pixels.shape[0], pixels.shape[1], -1)
        order = {1: [0], 3: [2, 1, 0], 4: [2, 1, 0, 3]}[pixels.shape[2]]
        return pixels[..., order]
    image = Image.open(io.BytesIO(data))
    if "trns" in name:
        image = image.convert("LA" if "grey" in name else "RGBA")
    elif "1.png" in name:
        image = image.convert("L")
    elif name.startswith(("palette", "cmyk")):
        image = image.convert("RGB")
    pixels = np.asarray(image)
    return pixels.reshape(pixels.shape[0], pixels.shape[1], -1)


def resized(photo):
    """Name -> pixels: `method-height-width`, by OpenCV, and by Pillow for the antialiased ones."""
    pixels = np.asarray(photo)
    methods = {"nearest": cv2.INTER_NEAREST, "bilinear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA,
               "bicubic": cv2.INTER_CUBIC}
    sizes = [(5, 7), (6, 8), (15, 19)]
    results = {}
    for height, width in sizes:
        for name, method in methods.items():
            results[f"{name}-{height}-{width}"] = cv2.resize(pixels, (width, height), interpolation=method)
        for name, method in (("bilinear", Image.BILINEAR), ("bicubic", Image.BICUBIC)):
            results[f"antialias-{name}-{height}-{width}"] = np.asarray(photo.resize((width, height), method))
    return results


def main():
    source, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    photo = Image.open(source).convert("RGB").resize((16, 12), Image.LANCZOS)
    photo.info.clear()  # The colour profile would make every file 2 KB longer.
    expected = {f"resize/{name}": pixels for name, pixels in resized(photo).items()}
    for name, data in image_files(photo).items():
        (folder / name).write_bytes(data)
        expected[f"decode/{name}"] = expected_pixels(name, data)
    expected["grey"] = cv2.cvtColor(np.asarray(photo), cv2.COLOR_RGB2GRAY)[..., None]
    # One line for each array, and all samples one after another, little-endian.
    lines = [f"{name} {a.dtype} {' '.join(map(str, a.shape))}" for name, a in expected.items()]
    (folder / "expected.txt").write_text("\n".join(lines) + "\n")
    (folder / "expected.bin").write_bytes(b"".join(a.tobytes() for a in expected.values()))


main()
