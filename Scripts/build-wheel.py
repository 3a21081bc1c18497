#!/usr/bin/env python3
"""Builds the Python package: an installable wheel that holds the module `_apus`, with Swift's runtime inside, and `apus`.

    Scripts/build-wheel.py [--output FOLDER] [--stage-only] [--scratch-path FOLDER] [-- OPTIONS OF SWIFT BUILD]

The files of the wheel lie unpacked in FOLDER/stage, which can stand in PYTHONPATH; the wheel itself lies in FOLDER (by
default .build/python). With the scratch path and the options of another build its objects are used. Only Swift and
Python's standard library are needed.
"""

import argparse
import base64
import hashlib
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ROOT / "Sources" / "ApusPython" / "Python"
VERSION = "0.1.0"
DESCRIPTION = "Arrays with NumPy's conventions and tensors with PyTorch's, on one core written in Swift"


def build_library(output, scratch, flags):
    """Builds the module as one file that needs no library of Swift's, and gives its path."""
    build = ["swift", "build", "-c", "release", "--product", "_apus", "--scratch-path", str(scratch), *flags]
    subprocess.run(build, cwd=ROOT, check=True)
    where = subprocess.run(build + ["--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    library = output / "lib_apus.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    # `swift build` cannot link a library with Swift's runtime inside unless everything is compiled for that.
    command = [
        "swiftc", "-static-stdlib", "-emit-library", "-module-name", "_apus", "-o", str(library),
        f"@{where}/_apus.product/Objects.LinkFileList", "-lm",
        "-Xlinker", f"--version-script={ROOT / 'Scripts' / 'python-exports.map'}",
        "-Xlinker", "--gc-sections", "-Xlinker", "-s",
    ]
    subprocess.run(command, check=True)
    return library


def stage(library, folder):
    """Puts the files of the wheel into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(library, folder / "_apus.abi3.so")
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, str(ROOT / "Scripts" / "extract-docs.py"), str(folder / "_apus_docs.py")], check=True)
    subprocess.run([sys.executable, str(ROOT / "Scripts" / "make-stubs.py"), str(folder)], check=True)


def platform_tag(library):
    """The oldest glibc that has every versioned symbol the library asks for, as a tag of PEP 600."""
    versions = re.findall(rb"GLIBC_2\.(\d+)", library.read_bytes())
    return f"manylinux_2_{max(map(int, versions))}_{platform.machine()}"


def write_wheel(folder, tag, output):
    """Zips a folder with the metadata that an installer reads (PEP 427)."""
    name = f"apus-{VERSION}"
    information = f"{name}.dist-info"
    metadata = (
        f"Metadata-Version: 2.1\nName: apus\nVersion: {VERSION}\nSummary: {DESCRIPTION}\n"
        "Requires-Python: >=3.11\n"
    )
    wheel = f"Wheel-Version: 1.0\nGenerator: build-wheel\nRoot-Is-Purelib: false\nTag: cp311-abi3-{tag}\n"
    contents = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    contents[f"{information}/METADATA"] = metadata.encode()
    contents[f"{information}/WHEEL"] = wheel.encode()
    contents[f"{information}/licenses/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    record = ""
    for path, data in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(data)}\n"
    contents[f"{information}/RECORD"] = (record + f"{information}/RECORD,,\n").encode()
    for old in output.glob("apus-*.whl"):
        old.unlink()
    target = output / f"{name}-cp311-abi3-{tag}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in contents.items():
            entry = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if path.endswith(".so") else 0o644) << 16
            archive.writestr(entry, data)
    return target


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / ".build" / "python")
    parser.add_argument("--stage-only", action="store_true", help="leave out the wheel")
    parser.add_argument("--scratch-path", type=pathlib.Path, help="build folder (by default OUTPUT/build)")
    parser.add_argument("flags", nargs="*", metavar="-- OPTIONS", help="options of `swift build`")
    options = parser.parse_args()
    scratch = options.scratch_path or options.output / "build"
    library = build_library(options.output.resolve(), scratch.resolve(), options.flags)
    stage(library, options.output / "stage")
    if not options.stage_only:
        print(write_wheel(options.output / "stage", platform_tag(library), options.output))


if __name__ == "__main__":
    main()
