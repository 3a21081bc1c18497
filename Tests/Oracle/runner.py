"""Hands cases to the Swift runner and reads back what it gives."""

import os
import subprocess
import tempfile

import numpy as np
import torch

from arrays import BFLOAT16, Array, bfloat16_values, storage_type


class DTypeName(str):
    """A dtype given as an argument."""


def words(numbers):
    return ",".join(str(int(number)) for number in numbers) if len(numbers) else "-"


def described(array, data):
    position = data.tell()
    bytes_ = array.buffer.tobytes()
    data.write(bytes_)
    return (f"{array.dtype} {words(array.shape)} {words(array.strides)} {array.offset} {position} {len(bytes_)} "
            + ("leaf" if array.leaf else "constant"))


def argument_lines(name, value, data):
    if isinstance(value, Array):
        return [f"array {name} {described(value, data)}"]
    if isinstance(value, (list, tuple)) and any(isinstance(member, Array) for member in value):
        return [f"arrays {name} {len(value)}"] + [described(member, data) for member in value]
    if isinstance(value, (list, tuple)):
        return [f"ints {name} {words(value)}"]
    if isinstance(value, DTypeName):
        return [f"dtype {name} {value}"]
    if isinstance(value, bool):
        return [f"bool {name} {'true' if value else 'false'}"]
    if isinstance(value, int):
        return [f"{'int' if value < 2 ** 63 else 'uint'} {name} {value}"]
    if isinstance(value, float):
        return [f"real {name} {value!r}"]
    if isinstance(value, complex):
        return [f"complex {name} {value.real!r} {value.imag!r}"]
    return [f"text {name} {value}"]


class NegativeSize(Exception):
    """A shape that no array has."""


class Result:
    """What Apus gave for a case: `outputs` and `gradients` as (dtype, values), or `error`, or `crashed`."""

    def __init__(self):
        self.outputs, self.gradients, self.error, self.crashed = [], [], None, False


class Runner:
    def __init__(self, executable, patience=300):
        self.executable, self.patience = executable, patience

    def operations(self):
        """name -> (is differentiable, [(parameter, kind, is optional)])"""
        table = {}
        for line in subprocess.run([self.executable, "list"], capture_output=True, text=True, check=True).stdout.splitlines():
            name, differentiable, *parameters = line.split()
            split = [parameter.split(":") for parameter in parameters]
            table[name] = differentiable == "differentiable", [(p, kind, use == "optional") for p, kind, use in split]
        return table

    def run(self, cases):
        """Runs every case, going on after one that crashes the process."""
        results, position = [], 0
        while position < len(cases):
            done, crashed = self._run(cases[position:])
            results += done
            position += len(done)
            if crashed is not None:
                results.append(crashed)
                position += 1
        return results

    def _run(self, cases):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("requests", "data", "results", "resultdata")]
            with open(paths[0], "w") as text, open(paths[1], "wb") as data:
                for number, case in enumerate(cases):
                    text.write("\n".join(case_lines(number, case, data)) + "\n")
            message = self._execute(paths)
            with open(paths[2]) as text, open(paths[3], "rb") as data:
                done, unfinished = read_results(text, data.read())
            if len(done) == len(cases):
                return done, None
            if not unfinished:
                raise SystemExit(f"the runner ended early: {message}")
            crashed = Result()
            crashed.crashed = True
            crashed.error = message
            return done, crashed

    def _execute(self, paths):
        """Runs the process; gives the first line of what it complained of."""
        with subprocess.Popen([self.executable, "run"] + paths, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              env=dict(os.environ, SWIFT_BACKTRACE="enable=no")) as process:
            try:
                _, errors = process.communicate(timeout=self.patience)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                return f"did not end within {self.patience} s"
        return (errors.strip().splitlines() or [f"ended with {process.returncode}"])[0]


def case_lines(number, case, data):
    lines = [f"case {number} {case.operation.name} {case.world} {'gradients' if case.seeds is not None else 'values'}"]
    for name, value in case.arguments.items():
        if value is not None:
            lines += argument_lines(name, value, data)
    for seed in case.seeds or []:
        lines.append("seed " + described(seed, data))
    return lines + ["end"]


def read_results(text, data):
    def values(line):
        if line[1] == "none":
            return None
        dtype, shape, position, size = line[1:5]
        shape = [] if shape == "-" else [int(word) for word in shape.split(",")]
        if min(shape, default=0) < 0:
            raise NegativeSize(f"a result of shape {shape}")
        if int(size) == 0 and np.prod(shape, dtype=float) > 0:
            return dtype, None
        if int(size) == 0:
            # NumPy refuses empty shapes whose other sizes multiply beyond its largest index.
            shape = [min(length, 1 << 20) for length in shape] if np.prod([max(length, 1) for length in shape], dtype=float) > 2 ** 40 else shape
        raw = np.frombuffer(data, storage_type(dtype), int(size) // storage_type(dtype).itemsize, int(position)).reshape(shape)
        return dtype, bfloat16_values(raw) if dtype == BFLOAT16 else raw

    done, current = [], None
    for line in text:
        line = line.rstrip("\n").split(" ")
        if line[0] == "begin":
            current = Result()
        elif line[0] == "output":
            try:
                current.outputs.append(values(line))
            except NegativeSize as problem:
                current.crashed, current.error = True, str(problem)
        elif line[0] == "gradient":
            current.gradients.append(values(line))
        elif line[0] == "error":
            current.error = " ".join(line[1:])
        else:
            done.append(current)
            current = None
    return done, current is not None
