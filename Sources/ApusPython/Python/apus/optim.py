"""Optimizers, `torch.optim` over Apus's own, with one group of parameters."""

import inspect as _inspect

import _apus


class Optimizer:
    """Changes parameters by their gradients. `torch.optim.Optimizer`."""

    _make = None

    def __init__(self, params, *arguments, **keywords):
        self._optimizer = type(self)._make(list(params), *arguments, **keywords)

    @property
    def lr(self):
        """The learning rate, which may be changed between steps."""
        return self._optimizer.lr

    @lr.setter
    def lr(self, value):
        self._optimizer.lr = value

    @property
    def param_groups(self):
        """The parameters and their learning rate, as a list of one dictionary. `torch.optim.Optimizer.param_groups`."""
        return [_Group(self._optimizer)]

    def step(self, closure=None):
        """Changes every parameter that has a gradient; `closure`, if given, computes the loss first."""
        loss = closure() if closure is not None else None
        self._optimizer.step()
        return loss

    def zero_grad(self):
        """Drops the gradients of all parameters."""
        self._optimizer.zero_grad()

    def state_dict(self):
        """What is to be saved: `state`, tensors by the number of the parameter and their name, and `lr`."""
        return {"state": self._optimizer.state_dict(), "lr": self.lr}

    def load_state_dict(self, state_dict):
        """Goes on from what `state_dict()` gave."""
        self._optimizer.load_state_dict(state_dict["state"])
        self.lr = state_dict["lr"]

    def __repr__(self):
        return repr(self._optimizer)


class _Group(dict):
    """A group of parameters; setting `lr` in it sets the optimizer's."""

    def __init__(self, optimizer):
        super().__init__(params=list(optimizer.params), lr=optimizer.lr)
        self._optimizer = optimizer

    def __setitem__(self, key, value):
        if key == "lr":
            self._optimizer.lr = value
        super().__setitem__(key, value)


class SGD(Optimizer):
    """Stochastic gradient descent with momentum, Nesterov's variant and weight decay. `torch.optim.SGD`."""

    _make = staticmethod(_apus.SGD)
    __signature__ = _inspect.signature(_apus.SGD)


class Adam(Optimizer):
    """Adam, with AMSGrad if asked for. `torch.optim.Adam`."""

    _make = staticmethod(_apus.Adam)
    __signature__ = _inspect.signature(_apus.Adam)


class AdamW(Optimizer):
    """Adam with weight decay that shrinks the parameters. `torch.optim.AdamW`."""

    _make = staticmethod(_apus.AdamW)
    __signature__ = _inspect.signature(_apus.AdamW)


__all__ = ["Adam", "AdamW", "Optimizer", "SGD"]
