"""Operations of neural networks. NumPy has none of them; there PyTorch is the peer of both worlds."""

import torch

from arrays import FLOATS
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
