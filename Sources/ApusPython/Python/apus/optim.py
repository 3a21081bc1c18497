"""Optimizers, `torch.optim` over Apus's own, with one group of parameters, and what changes their learning rates."""

import inspect as _inspect
import math as _math

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


class _Schedule:
    """A learning rate that is a function of the number of steps."""

    def __init__(self, optimizer, rate):
        self.optimizer, self.last_epoch, self._rate = optimizer, 0, rate
        optimizer.lr = rate(0)

    def step(self):
        """Goes on to the next learning rate; to be called after the optimizer's step."""
        self.last_epoch += 1
        self.optimizer.lr = self._rate(self.last_epoch)

    def get_last_lr(self):
        """The learning rate, in a list."""
        return [self.optimizer.lr]


class LambdaLR(_Schedule):
    """The first learning rate times a function of the number of steps."""

    def __init__(self, optimizer, lr_lambda):
        base = optimizer.lr
        super().__init__(optimizer, lambda step: base * lr_lambda(step))


class StepLR(_Schedule):
    """The learning rate multiplied by gamma every step_size steps."""

    def __init__(self, optimizer, step_size, gamma=0.1):
        if step_size < 1:
            raise ValueError(f"a step size of {step_size}; it must be positive")
        base = optimizer.lr
        super().__init__(optimizer, lambda step: base * gamma ** (step // step_size))


class CosineAnnealingLR(_Schedule):
    """The learning rate going down to eta_min and up again along a cosine (Loshchilov and Hutter, 2017)."""

    def __init__(self, optimizer, T_max, eta_min=0.0):
        if T_max < 1:
            raise ValueError(f"a period of {T_max}; it must be positive")
        base = optimizer.lr
        super().__init__(optimizer, lambda step: eta_min + (base - eta_min) * (1 + _math.cos(_math.pi * step / T_max)) / 2)


class OneCycleLR(_Schedule):
    """The learning rate going up to max_lr and down to almost nothing, along cosines (Smith and Topin, 2019)."""

    def __init__(self, optimizer, max_lr, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        if total_steps < 2:
            raise ValueError(f"{total_steps} steps; there must be at least two")
        if not 0 <= pct_start <= 1:
            raise ValueError(f"a start share of {pct_start}; it must be between 0 and 1")
        first = max_lr / div_factor
        last = first / final_div_factor
        peak, end = pct_start * total_steps - 1, total_steps - 1

        def along(start, stop, share):
            return stop + (start - stop) / 2 * (1 + _math.cos(_math.pi * share))

        def rate(step):
            place = min(step, end)
            return along(first, max_lr, place / peak) if place <= peak else along(max_lr, last, (place - peak) / (end - peak))

        super().__init__(optimizer, rate)


__all__ = ["Adam", "AdamW", "CosineAnnealingLR", "LambdaLR", "OneCycleLR", "Optimizer", "SGD", "StepLR"]
