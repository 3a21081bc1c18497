"""Where operations are recorded for differentiation, and where they are not."""

import functools

from _apus import set_grad_enabled as _set


class _Recording:
    """A context, and a decorator, in which recording is on or off."""

    _mode = True

    def __enter__(self):
        self._before = _set(self._mode)
        return self

    def __exit__(self, *exception):
        _set(self._before)
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def wrapped(*arguments, **keywords):
            with type(self)():
                return function(*arguments, **keywords)

        return wrapped


class no_grad(_Recording):
    """Within `with no_grad():`, or in a function under `@no_grad()`, nothing is recorded. `torch.no_grad`."""

    _mode = False


class enable_grad(_Recording):
    """Within `with enable_grad():` operations are recorded, also inside of `no_grad`. `torch.enable_grad`."""

    _mode = True
