"""What is done with the gradients of parameters between backward() and step()."""

import math

import _apus

from ._differentiation import no_grad


def _gradients(parameters):
    if isinstance(parameters, _apus.Tensor):
        parameters = [parameters]
    return [parameter.grad for parameter in parameters if parameter.grad is not None]


@no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    """Shrinks gradients so that their norm, all taken as one vector, is at most max_norm; gives the norm before."""
    gradients = _gradients(parameters)
    if not gradients:
        return _apus.zeros((), tensor=True)
    norms = _apus.ops.stack([_apus.ops.norm(gradient, order=norm_type) for gradient in gradients])
    total = _apus.ops.norm(norms, order=norm_type)
    if error_if_nonfinite and not math.isfinite(total.item()):
        raise RuntimeError(f"the norm of the gradients is {total.item()}")
    factor = _apus.ops.clamp(max_norm / (total + 1e-6), max=1.0)
    for gradient in gradients:
        gradient *= factor
    return total


@no_grad()
def clip_grad_value_(parameters, clip_value):
    """Cuts the elements of gradients off at plus and minus clip_value."""
    for gradient in _gradients(parameters):
        gradient.copy_(_apus.ops.clamp(gradient, -clip_value, clip_value))
