#!/usr/bin/env python3
"""Measures Apus and its peers in one run, row by row and in turn, until the numbers settle.

    bench.py [--filter TEXT] [--threads N] [--busy] [--rounds N] [--json FILE] [--python PYTHON]

A round measures every row once in Apus, NumPy and PyTorch, one after the other; rounds follow until the ratio of a row
has changed by less than three per cent, or --rounds are over. A row's time is the least of all rounds. With --busy, where
another process keeps one core busy all the while, it is the middle one of the rounds' means, since what a shared machine
makes slow is what is asked for: a barrier that waits for a descheduled thread costs few runs much, and working on without
it costs many runs a little. Each row then runs for a quarter of a second, not only 400 times: a turn of the other process
is 4 ms, as long as a hundred runs of a short row. The geometric mean by the middle times is printed too. The ratio is
the better peer's time over Apus's; the last column is the part of the machine's limit (fused multiply-adds, or memory
traffic) that Apus reaches, where the row has one.

Needs a Python with numpy and torch (--python), and torchvision for the ResNet rows.
"""

import argparse
import json
import math
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent

# What a row needs at least: floating point operations, or bytes read and written.
OPERATIONS = {
    "matmul[64]": 2 * 64 ** 3, "matmul[256]": 2 * 256 ** 3, "matmul[1024]": 2 * 1024 ** 3,
    "bmm[64x128x64x128]": 2 * 64 * 128 * 64 * 128,
    "conv3x3s1[8x64x56->64]": 2 * 9 * 8 * 64 * 56 ** 2 * 64, "conv3x3s1[8x128x28->128]": 2 * 9 * 8 * 128 * 28 ** 2 * 128,
    "conv3x3s1[8x256x14->256]": 2 * 9 * 8 * 256 * 14 ** 2 * 256, "conv7x7s2[8x3x224->64]": 2 * 49 * 8 * 3 * 112 ** 2 * 64,
    "conv1x1s1[8x256x56->64]": 2 * 8 * 256 * 56 ** 2 * 64,
}
BYTES = {"add[16000000]": 12 * 16_000_000, "exp[16000000]": 8 * 16_000_000, "sum[16000000]": 4 * 16_000_000}


class Apus:
    """The process that measures Apus: it speaks the benchmark library's protocol, lengths and JSON over two pipes."""

    def __init__(self, program, most):
        command_read, self.commands = os.pipe()
        self.replies, reply_write = os.pipe()
        self.process = subprocess.Popen(
            [program, "--quiet", "true", "--input-fd", str(command_read), "--output-fd", str(reply_write)],
            pass_fds=[command_read, reply_write])
        os.close(command_read)
        os.close(reply_write)
        self.rows = {
            reply["list"]["benchmark"]["name"]: reply["list"]["benchmark"] for reply in self.ask({"list": {}}) if "list" in reply
        }
        for row in self.rows.values():
            row["configuration"]["maxIterations"] = most

    def ask(self, request):
        text = json.dumps(request).encode()
        os.write(self.commands, struct.pack("<q", len(text)) + text)
        answers = []
        while True:
            answer = json.loads(self.read(struct.unpack("<q", self.read(8))[0]))
            if "error" in answer:
                sys.exit(f"Apus: {answer['error']}")
            if "end" in answer:
                return answers
            answers.append(answer)

    def close(self):
        text = json.dumps({"end": {}}).encode()
        os.write(self.commands, struct.pack("<q", len(text)) + text)
        self.process.wait()

    def read(self, count):
        data = b""
        while len(data) < count:
            part = os.read(self.replies, count - len(data))
            if not part:
                sys.exit("the process that measures Apus has ended")
            data += part
        return data

    def measure(self, name):
        answers = self.ask({"run": {"benchmark": self.rows[name]}})
        result = next(answer for answer in answers if "result" in answer)["result"]["results"][0]
        return times(result)


def times(result):
    """The least, the middle and the mean time of a result of the benchmark library, in nanoseconds a run."""
    scale = result["scalingFactor"]
    values = sorted(values_of(result["statistics"]["histogram"]))
    if not values:
        raise ValueError("a histogram without values")
    return {
        "least": values[0] / scale, "middle": values[(len(values) - 1) // 2] / scale,
        "mean": sum(values) / len(values) / scale,
    }


def values_of(histogram):
    """The values in a histogram of the layout of HdrHistogram, each as often as it was counted."""
    half = (histogram["subBucketMask"] + 1) // 2
    for index, count in enumerate(histogram["counts"]):
        bucket, position = max(index // half - 1, 0), index % half + (half if index >= half else 0)
        yield from [position << (bucket + histogram["unitMagnitude"])] * count


class Peers:
    """The process that measures NumPy and PyTorch."""

    def __init__(self, python, most):
        self.most = most
        self.process = subprocess.Popen(
            [python, str(FOLDER / "peers.py"), "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the peers could not be measured: is there numpy and torch in the Python of --python?")
        self.rows = set(json.loads(line))

    def measure(self, name):
        self.process.stdin.write(json.dumps([name, self.most]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Measurements:
    """What was measured of every row, round by round."""

    def __init__(self, kind):
        self.kind = kind
        self.rounds = {}

    def add(self, name, answer):
        self.rounds.setdefault(name, []).append(answer)

    def best(self, name, rounds=None, kind=None):
        """A row's time in every library: the least of the rounds, or the middle of their means or middle times."""
        kind = kind or self.kind
        rows = self.rounds[name][:rounds]
        choose = min if kind == "least" else statistics.median
        return {library: choose(row[library][kind] for row in rows) for library in rows[0]}

    def ratio(self, name, rounds=None, kind=None):
        """How much faster Apus is than the better peer."""
        best = self.best(name, rounds, kind)
        peers = [value for library, value in best.items() if library != "Apus"]
        return min(peers) / best["Apus"] if peers and "Apus" in best else None

    def is_settled(self, name):
        count = len(self.rounds[name])
        if count < 3:
            return False
        before, now = self.ratio(name, count - 1), self.ratio(name)
        return now is None or abs(now / before - 1) < 0.03


def microseconds(value):
    if value is None:
        return "–"
    value /= 1000
    return f"{value:.3f}" if value < 10 else f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def report(measured, rows, limits):
    """Prints the table, and gives what it says."""
    print(f"\n{'row':40} {'Apus µs':>10} {'PyTorch':>10} {'NumPy':>10} {'ratio':>7} {'limit':>6}")
    result = []
    for name in rows:
        best, ratio = measured.best(name), measured.ratio(name)
        fraction = None
        if "Apus" in best and name in OPERATIONS and limits.get("limit fma"):
            fraction = OPERATIONS[name] / best["Apus"] / limits["limit fma"]
        if "Apus" in best and name in BYTES and limits.get("limit memory"):
            fraction = BYTES[name] / best["Apus"] / limits["limit memory"]
        print(
            f"{name:40} {microseconds(best.get('Apus')):>10} {microseconds(best.get('PyTorch')):>10} "
            f"{microseconds(best.get('NumPy')):>10} {f'{ratio:.2f}' if ratio else '–':>7} "
            f"{f'{fraction:.0%}' if fraction else '':>6}")
        result.append({"row": name, "microseconds": {k: v / 1000 for k, v in best.items()}, "ratio": ratio, "limit": fraction})
    ratios = [row["ratio"] for row in result if row["ratio"]]
    if ratios:
        print(f"\ngeometric mean of {len(ratios)} ratios: {geometric_mean(ratios):.2f}; below 1: {sum(r < 1 for r in ratios)}")
        if measured.kind == "mean":
            middles = [measured.ratio(row["row"], kind="middle") for row in result if row["ratio"]]
            print(f"by the middle times: {geometric_mean(middles):.2f}")
    return result


def whole_processes(python):
    """The time of a whole process that makes a first step, and the peak memory of one that trains."""
    job = str(FOLDER / ".build/release/Job")
    commands = {"Apus": [job], "PyTorch": [python, str(FOLDER / "peers.py"), "--job"]}
    result = {}
    print()
    for name in ("first-step", "cnn", "transformer"):
        for library, command in commands.items():
            least, peak = float("inf"), 0
            for _ in range(5 if library == "Apus" else 2):
                start = time.perf_counter()
                process = subprocess.Popen(command + [name])
                _, status, usage = os.wait4(process.pid, 0)
                if status != 0:
                    sys.exit(f"{command + [name]} failed")
                least, peak = min(least, time.perf_counter() - start), max(peak, usage.ru_maxrss)
            result[f"{name} {library}"] = {"milliseconds": least * 1000, "peak_mebibytes": peak / 1024}
            print(f"process {name:12} {library:8} {least * 1000:10.1f} ms  {peak / 1024:8.1f} MiB at most")
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--filter", default="", help="only rows whose name has this text in it")
    parser.add_argument("--threads", type=int, help="threads of Apus and its peers; by default all cores")
    parser.add_argument("--busy", action="store_true", help="measure while another process keeps one core busy")
    parser.add_argument("--rounds", type=int, default=7, help="at most so many rounds")
    parser.add_argument("--json", type=pathlib.Path, help="also write what was measured to a file")
    parser.add_argument("--python", default=sys.executable, help="the Python that has numpy and torch")
    options = parser.parse_args()
    if options.threads:
        os.environ["APUS_NUM_THREADS"] = str(options.threads)
    most = 1_000_000 if options.busy else 400
    apus, peers = Apus(str(FOLDER / ".build/release/Rows"), most), Peers(options.python, most)
    limits = {
        "limit fma": (1 << 27) * len(os.sched_getaffinity(0)) if not options.threads else (1 << 27) * options.threads,
        "limit memory": 2 * (1 << 28),
    }
    for name in limits:
        limits[name] /= min(apus.measure(name)["least"] for _ in range(3))
    print(f"limits: {limits['limit fma']:.0f} GFLOP/s, {limits['limit memory']:.1f} GB/s copied")
    rows = [name for name in apus.rows if options.filter in name and not name.startswith("limit")]
    measured = Measurements("mean" if options.busy else "least")
    hog = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if options.busy else None
    try:
        for number in range(options.rounds):
            open_rows = [name for name in rows if name not in measured.rounds or not measured.is_settled(name)]
            for place, name in enumerate(open_rows):
                if sys.stderr.isatty():
                    print(f"\rround {number + 1}: {place + 1} of {len(open_rows)} {name:40}", end="", file=sys.stderr)
                answer = {"Apus": apus.measure(name)}
                if name in peers.rows:
                    answer |= peers.measure(name)
                measured.add(name, answer)
    finally:
        if hog:
            hog.kill()
            hog.wait()
        apus.close()
        peers.process.stdin.close()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    result = {"limits": limits, "rows": report(measured, rows, limits)}
    if not options.filter and not options.busy:
        result["processes"] = whole_processes(options.python)
    missing = sorted(peers.rows - set(apus.rows))
    if missing and not options.filter:
        print("not in Apus:", ", ".join(missing))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
