"""A million calls leave memory as it was, and eight threads at once get right answers."""

import gc
import threading
import unittest

import _apus as apus
import apus as _  # the methods of arrays that are written in Python

try:
    import numpy
except ImportError:
    numpy = None


def resident():
    """The process's resident memory in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


class Memory(unittest.TestCase):
    def check(self, body, calls):
        """What leaks grows with every round of calls; an arena or a pool of the process's grows once."""
        body(calls // 10)
        grown = []
        for _ in range(3):
            gc.collect()
            before = resident()
            body(calls)
            gc.collect()
            grown.append(resident() - before)
            if grown[-1] < 2 << 20:
                return
        self.fail(f"{grown} bytes more after each {calls} calls")

    def test_a_million_calls(self):
        x, y, add = apus.arange(16.0), apus.ones(16), apus.ops.add

        def body(calls):
            for _ in range(calls):
                add(x, y)

        self.check(body, 1_000_000)

    def test_every_way_in_and_out(self):
        x = apus.arange(12.0).reshape(3, 4)
        t = apus.ones((3, 4), requires_grad=True)

        def body(calls):
            for _ in range(calls):
                x + 1
                x[1:, ::2]
                x[[0, 2]]
                x.sum(axis=0, keepdims=True)
                apus.asarray([[1, 2.5], [3, 4]])
                apus.asarray(memoryview(x))
                apus.from_dlpack(x)
                x.__array_interface__
                x.__dlpack__(max_version=(1, 0))
                x.tolist()
                x.shape
                repr(x)
                x.T @ x
                (t * t).sum().backward()
                apus.grad((t * t).sum(), t)
                apus.ops.cat([x, x], dim=1)

        self.check(body, 20_000)

    def test_errors(self):
        x = apus.arange(12.0)
        wrong = [
            lambda: x[99], lambda: apus.ops.add(x), lambda: x.reshape(5), lambda: apus.ops.add(x, nonsense=1),
            lambda: apus.asarray([[1], [1, 2]]), lambda: x + "text", lambda: x.sum(axis=7), lambda: apus.asarray(object()),
            lambda: memoryview(x)[99], lambda: x.__dlpack__(stream=3), lambda: apus.zeros((1 << 50, 1 << 50)),
        ]

        def body(calls):
            for _ in range(calls):
                for call in wrong:
                    try:
                        call()
                    except Exception:
                        pass
                    else:
                        self.fail("no exception")

        self.check(body, 20_000)

    @unittest.skipUnless(numpy, "NumPy is not installed")
    def test_numpy(self):
        theirs = numpy.arange(12.0).reshape(3, 4)

        def body(calls):
            for _ in range(calls):
                ours = apus.asarray(theirs)
                numpy.asarray(ours)
                numpy.from_dlpack(ours)
                apus.from_dlpack(theirs)
                theirs + ours

        self.check(body, 50_000)


class Threads(unittest.TestCase):
    COUNT = 8

    def run_all(self, body):
        failures = []

        def guarded(number):
            try:
                body(number)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=guarded, args=(number,)) for number in range(self.COUNT)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_shared_operands(self):
        small, large = apus.arange(16.0), apus.ones(100_000)
        matrix = apus.ones((200, 200), tensor=True)

        def body(number):
            for _ in range(200):
                self.assertEqual(float((small + number).sum()), 120 + 16 * number)
                self.assertEqual(float((large * number).sum()), 100_000 * number)
                self.assertEqual(float((matrix @ matrix)[3, 4]), 200)

        self.run_all(body)

    def test_gradients_of_one_leaf(self):
        leaf = apus.ones(50_000, requires_grad=True)

        def body(number):
            for _ in range(20):
                (leaf * 2).sum().backward()

        self.run_all(body)
        self.assertEqual(leaf.grad[0].item(), 2 * 20 * self.COUNT)

    def test_memory_is_given_back_by_other_threads(self):
        def body(number):
            for _ in range(500):
                view = apus.asarray(bytearray(80_000))
                (view + 1)[::2]
                apus.from_dlpack(apus.zeros(10_000))

        self.run_all(body)

    def test_the_lock_is_free_while_a_kernel_runs(self):
        matrix = apus.ones((1500, 1500), tensor=True)
        progress = []
        running = threading.Event()

        def multiply():
            running.set()
            matrix @ matrix
            progress.append("product")

        thread = threading.Thread(target=multiply)
        thread.start()
        running.wait()
        counted = 0
        while not progress:
            counted += 1
        thread.join()
        # With the lock held, this loop would stand still until the product was done.
        self.assertGreater(counted, 1000)

    def test_the_gradient_mode_is_the_threads_own(self):
        before = apus.set_grad_enabled(False)
        try:
            modes = []
            thread = threading.Thread(target=lambda: modes.append(apus.is_grad_enabled()))
            thread.start()
            thread.join()
            self.assertEqual((modes, apus.is_grad_enabled()), ([True], False))
        finally:
            apus.set_grad_enabled(before)


if __name__ == "__main__":
    unittest.main()
