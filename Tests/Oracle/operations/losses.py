"""Losses. NumPy has none of them; there PyTorch is the peer of both worlds."""

import numpy as np
import torch

from arrays import FLOATS
from registry import operation

functional = torch.nn.functional
REDUCTIONS = [None, "none", "mean", "sum"]
close = dict(ulps=64, half_ulps=16, dtypes=FLOATS, signed_zero=False, gradient_rtol=1e-8)


def distance_sample(parameter=None):
    def sample(draw):
        shape = draw.shape(empty=False)
        arguments = {"x": draw.array(shape, low=-3, high=3), "target": draw.array(shape, low=-3, high=3), "reduction": draw.pick(REDUCTIONS)}
        if parameter:
            arguments[parameter] = draw.pick([None, 0.5, 2.0])
        return arguments
    return sample


def total(x, **rest):
    return np.maximum(np.sum(np.abs(x)), 1)


operation("mseLoss", distance_sample(), None, lambda x, target, **rest: functional.mse_loss(x, target, **rest), scale=total, **close)
operation("l1Loss", distance_sample(), None, lambda x, target, **rest: functional.l1_loss(x, target, **rest), scale=total, **close)
operation("smoothL1Loss", distance_sample("beta"), None, lambda x, target, **rest: functional.smooth_l1_loss(x, target, **rest),
          scale=total, **close)
operation("huberLoss", distance_sample("delta"), None, lambda x, target, **rest: functional.huber_loss(x, target, **rest),
          scale=total, **close)


def class_sample(smoothing):
    def sample(draw):
        classes, images = draw.integer(2, 12), draw.integer(1, 5)
        tail = draw.shape(0, 2, empty=False)
        tail = [min(size, 6) for size in tail]
        shape, targets = ([classes], []) if not tail and draw.maybe(0.2) else ([images, classes] + tail, [images] + tail)
        arguments = {"x": draw.array(shape, low=-6, high=6),
                     "weight": draw.array([classes], low=0.2, high=2, leaf=False) if draw.maybe(0.4) else None,
                     "reduction": draw.pick(REDUCTIONS)}
        if smoothing and draw.maybe(0.25):
            raw = draw.rng.random(shape)
            from arrays import given
            axis = 0 if len(shape) == 1 else 1
            arguments["target"] = given(raw / raw.sum(axis=axis, keepdims=True), draw.dtype, leaf=draw.maybe())
        else:
            arguments["target"] = draw.indices(targets, classes, dtype="int64")
            arguments["ignoreIndex"] = draw.integer(0, classes - 1) if draw.maybe(0.3) else None
        if smoothing:
            arguments["labelSmoothing"] = draw.pick([None, 0.1])
        return {name: arguments[name] for name in ["x", "target", "weight", "ignoreIndex", "reduction", "labelSmoothing"] if name in arguments}
    return sample


def renamed(function):
    def call(x, target, weight=None, ignoreIndex=None, reduction="mean", labelSmoothing=None):
        rest = {"weight": weight, "reduction": reduction}
        if ignoreIndex is not None:
            rest["ignore_index"] = ignoreIndex
        if labelSmoothing is not None:
            rest["label_smoothing"] = labelSmoothing
        return function(x, target, **rest)
    return call


operation("crossEntropy", class_sample(True), None, renamed(functional.cross_entropy), scale=total, **close)
operation("nllLoss", class_sample(False), None, renamed(functional.nll_loss), scale=total, **close)


def binary_sample(low, high, positive):
    def sample(draw):
        shape = draw.shape(empty=False)
        arguments = {"x": draw.array(shape, low=low, high=high), "target": draw.array(shape, low=0.05, high=0.95, leaf=False),
                     "weight": draw.array(draw.broadcast(shape), low=0.2, high=2, leaf=False) if draw.maybe(0.3) else None,
                     "reduction": draw.pick(REDUCTIONS)}
        if positive:
            arguments["posWeight"] = draw.array(draw.broadcast(shape), low=0.2, high=2, leaf=False) if draw.maybe(0.3) else None
        return arguments
    return sample


operation("binaryCrossEntropy", binary_sample(0.05, 0.95, False), None,
          lambda x, target, weight=None, reduction="mean": functional.binary_cross_entropy(x, target, weight, reduction=reduction),
          scale=total, **close)
operation("binaryCrossEntropyWithLogits", binary_sample(-6, 6, True), None,
          lambda x, target, weight=None, reduction="mean", posWeight=None: functional.binary_cross_entropy_with_logits(
              x, target, weight, reduction=reduction, pos_weight=posWeight), scale=total, **close)


# The random part of dropout has nothing to be compared with: what is compared is that it does nothing where it must.
def dropout_sample(draw):
    training = draw.maybe()
    return {"x": draw.array(), "p": 0.0 if training else draw.pick([None, 0.3]), "training": training}


operation("dropout", dropout_sample, None, lambda x, p=0.5, training=True: functional.dropout(x, p, training), dtypes=FLOATS, signed_zero=False)
