"""Operations of neural networks. NumPy has none of them; there PyTorch is the peer of both worlds."""

import torch

from arrays import FLOATS, given
from registry import operation

functional = torch.nn.functional


def convolution_sample(axes):
    def sample(draw):
        groups = draw.pick([1, 1, 2, 3])
        kernel = [draw.integer(1, 3) for _ in range(axes)]
        stride, dilation = draw.integer(1, 3), draw.integer(1, 2)
        padding = draw.integer(0, 2)
        sizes = [dilation * (k - 1) + 1 + draw.integer(0, 6 if draw.for_gradients else 12) for k in kernel]
        inputs, outputs = groups * draw.integer(1, 3), groups * draw.integer(1, 3)
        lead = [] if draw.maybe(0.2) else [draw.integer(1, 3)]
        bounds = dict(low=-3, high=3)
        return {"x": draw.array(lead + [inputs] + sizes, **bounds),
                "weight": draw.array([outputs, inputs // groups] + kernel, **bounds),
                "bias": draw.array([outputs], **bounds) if draw.maybe() else None,
                "stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return sample


def scale_of(function):
    def scale(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        tensors = [None if value is None else torch.tensor(abs(value)) for value in (x, weight, bias)]
        return function(*tensors, stride, padding, dilation, groups).numpy()
    return scale


operation("conv2d", convolution_sample(2), None, lambda **a: functional.conv2d(a.pop("x"), a.pop("weight"), **a), ulps=32,
          half_ulps=2.5, scale=scale_of(functional.conv2d), dtypes=FLOATS, signed_zero=False)
operation("conv1d", convolution_sample(1), None, lambda **a: functional.conv1d(a.pop("x"), a.pop("weight"), **a), ulps=32,
          half_ulps=2.5, scale=scale_of(functional.conv1d), dtypes=FLOATS, signed_zero=False)


def pooling_sample(maximum):
    def sample(draw):
        shape = draw.shape(0, 2, empty=False)
        lead = [min(size, 3) for size in shape] or [1]
        kernel = [draw.integer(1, 3), draw.integer(1, 3)]
        padding = draw.integer(0, min(kernel) // 2)
        dilation = draw.integer(1, 2) if maximum else 1
        sizes = [dilation * (k - 1) + 1 + draw.integer(0, 4 if draw.for_gradients else 9) for k in kernel]
        # Distinct elements: which of equal ones is the largest would be arbitrary.
        arguments = {"x": draw.array(lead + sizes, low=-90, high=90), "kernelSize": kernel, "stride": draw.pick([None, 1, 2, [2, 1]]),
                     "padding": padding, "ceilMode": draw.pick([None, True])}
        if maximum:
            arguments |= {"dilation": dilation, "returnIndices": True}
        else:
            arguments["countIncludePad"] = draw.pick([None, True, False])
            arguments["divisor"] = draw.pick([None, None, 3])
        return arguments
    return sample


def torch_max_pool(x, kernelSize, stride=None, padding=0, ceilMode=False, dilation=1, returnIndices=True):
    planes = x.reshape([-1] + list(x.shape[-2:]))
    values, indices = functional.max_pool2d(planes, kernelSize, stride, padding, dilation, ceilMode, return_indices=True)
    return values.reshape(list(x.shape[:-2]) + list(values.shape[-2:])), indices.reshape(list(x.shape[:-2]) + list(values.shape[-2:]))


def torch_average_pool(x, kernelSize, stride=None, padding=0, ceilMode=False, countIncludePad=True, divisor=None):
    planes = x.reshape([-1] + list(x.shape[-2:]))
    values = functional.avg_pool2d(planes, kernelSize, stride, padding, ceilMode, countIncludePad, divisor)
    return values.reshape(list(x.shape[:-2]) + list(values.shape[-2:]))


operation("maxPool2d", pooling_sample(True), None, torch_max_pool, dtypes=FLOATS)
operation("averagePool2d", pooling_sample(False), None, torch_average_pool, dtypes=FLOATS, ulps=16, half_ulps=2, signed_zero=False,
          scale=lambda **a: 90)


def adaptive_sample(draw):
    lead = [draw.integer(1, 3) for _ in range(draw.integer(1, 2))]
    return {"x": draw.array(lead + [draw.integer(1, 9), draw.integer(1, 9)], low=-9, high=9), "outputSize": [draw.integer(1, 5), draw.integer(1, 5)]}


operation("adaptiveAveragePool2d", adaptive_sample, None, lambda x, outputSize: functional.adaptive_avg_pool2d(x, outputSize),
          dtypes=FLOATS, ulps=16, half_ulps=2, signed_zero=False, scale=lambda **a: 9)


# Normalisations: errors are relative to a normalised element of ordinary size.
normal = dict(dtypes=FLOATS, ulps=64, half_ulps=3, signed_zero=False, gradient_rtol=1e-7, scale=lambda **a: 8)


def affine(draw, shape):
    return {name: draw.array(shape, low=0.2, high=2) if draw.maybe(0.7) else None for name in ("weight", "bias")}


def layer_norm_sample(draw):
    shape = [draw.integer(1, 4) for _ in range(draw.integer(0, 2))] + [draw.integer(2, 20)]
    normalized = shape[-draw.integer(1, len(shape)):]
    return {"x": draw.array(shape, low=-5, high=5), "normalizedShape": normalized, **affine(draw, normalized),
            "epsilon": draw.pick([None, 1e-3])}


def group_norm_sample(draw):
    groups = draw.integer(1, 3)
    channels = groups * draw.integer(1, 3)
    shape = [draw.integer(1, 3), channels] + [draw.integer(2, 5) for _ in range(draw.integer(1, 2))]
    return {"x": draw.array(shape, low=-5, high=5), "groups": groups, **affine(draw, [channels]), "epsilon": draw.pick([None, 1e-3])}


def batch_norm_sample(draw):
    channels = draw.integer(1, 5)
    shape = [draw.integer(2, 5), channels] + [draw.integer(1, 5) for _ in range(draw.integer(0, 2))]
    arguments = {"x": draw.array(shape, low=-5, high=5), "training": draw.maybe()}
    if not arguments["training"] or draw.maybe():
        arguments["runningMean"] = draw.array([channels], low=-1, high=1, leaf=False, plain=True)
        arguments["runningVariance"] = draw.array([channels], low=0.5, high=2, leaf=False, plain=True)
    return {**arguments, **affine(draw, [channels]), "momentum": draw.pick([None, 0.3]), "epsilon": draw.pick([None, 1e-3])}


operation("layerNorm", layer_norm_sample, None, lambda x, normalizedShape, weight=None, bias=None, epsilon=1e-5: functional.layer_norm(
    x, normalizedShape, weight, bias, epsilon), **normal)
operation("groupNorm", group_norm_sample, None, lambda x, groups, weight=None, bias=None, epsilon=1e-5: functional.group_norm(
    x, groups, weight, bias, epsilon), **normal)
operation("batchNorm", batch_norm_sample, None,
          lambda x, runningMean=None, runningVariance=None, weight=None, bias=None, training=False, momentum=0.1, epsilon=1e-5:
          functional.batch_norm(x, runningMean, runningVariance, weight, bias, training, momentum, epsilon), **normal)


def attention_sample(draw):
    """A mask lets every query see a key, or is numbers."""
    heads, keys, queries, width = draw.integer(1, 2), draw.integer(1, 6), draw.integer(1, 6), draw.integer(1, 9)
    shares = draw.maybe(0.2)
    batch = [draw.integer(1, 2), heads * (2 if shares else 1)]
    own = [batch[0], heads]
    mask = draw.pick([None, "numbers", "seen"])
    if mask == "numbers":
        mask = draw.array([queries, keys], low=-3, high=3)
    elif mask == "seen":
        seen = draw.rng.random((queries, keys)) < 0.6
        seen[:, 0] = True
        mask = given(seen, "bool")
    return {"query": draw.array(batch + [queries, width], low=-2, high=2), "key": draw.array(own + [keys, width], low=-2, high=2),
            "value": draw.array(own + [keys, draw.integer(1, 9)], low=-2, high=2), "attnMask": mask,
            "isCausal": True if mask is None and draw.maybe() else None, "scale": draw.pick([None, 0.25]), "enableGqa": shares or None}


operation("scaledDotProductAttention", attention_sample, None,
          lambda query, key, value, attnMask=None, isCausal=False, scale=None, enableGqa=False: functional.scaled_dot_product_attention(
              query, key, value, attnMask, 0.0, isCausal, scale=scale, enable_gqa=enableGqa),
          ulps=64, half_ulps=2, scale=lambda **arguments: 2.0, signed_zero=False, dtypes=FLOATS)
