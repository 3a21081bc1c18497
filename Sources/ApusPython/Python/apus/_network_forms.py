"""Functions of PyTorch's for networks that are short combinations of operations of the table: `apus.ops` has them beside those.

They take and give what the operations in them do, and are differentiable where those are.
"""

import math

import _apus
import _apus.ops as _o

from ._form_support import axis_of, factor_of, finish, wide
from ._forms import xlogy as _xlogy

# Activations.


@wide
def celu(input, alpha=1.0):
    """max(0, x) + min(0, alpha · (exp(x / alpha) − 1)). `torch.nn.functional.celu`."""
    return _o.where(input > 0, input, alpha * _o.expm1(_o.clip(input, None, 0) / alpha))


@wide
def selu(input):
    """The self-normalising unit (Klambauer and others, 2017, whose constants these are). `torch.nn.functional.selu`."""
    alpha, scale = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
    return scale * _o.where(input > 0, input, alpha * _o.expm1(_o.clip(input, None, 0)))


@wide
def glu(input, dim=-1):
    """Half of the elements, scaled by the sigmoid of the other half. `torch.nn.functional.glu`."""
    if input.ndim == 0 or input.shape[axis_of(dim, input.ndim)] % 2:
        raise ValueError(f"glu halves an axis; the shape is {input.shape}")
    first, second = _o.chunk(input, 2, dim)
    return first * _o.sigmoid(second)


@wide
def mish(input):
    """x · tanh(softplus(x)). `torch.nn.functional.mish`."""
    return input * _o.tanh(_o.softplus(input))


@wide
def logsigmoid(input):
    """The logarithm of the sigmoid. `torch.nn.functional.logsigmoid`."""
    return -_o.softplus(-input, 1, 1e9)


@wide
def softsign(input):
    """x / (1 + |x|). `torch.nn.functional.softsign`."""
    return input / (1 + _o.abs(input))


@wide
def tanhshrink(input):
    """x − tanh(x). `torch.nn.functional.tanhshrink`."""
    return input - _o.tanh(input)


def softmin(input, dim=-1, dtype=None):
    """The softmax of what is negated. `torch.nn.functional.softmin`."""
    return _o.softmax(-input, dim, dtype)


def relu6(input):
    """The elements between 0 and 6. `torch.nn.functional.relu6`."""
    return hardtanh(input, 0, 6)


def hardtanh(input, min_val=-1.0, max_val=1.0):
    """The elements between two bounds, where their derivative is 0. `torch.nn.functional.hardtanh`."""
    min_val, max_val = factor_of(input, min_val), factor_of(input, max_val)
    inside = (input > min_val) & (input < max_val)
    return _o.where(inside | _o.isnan(input), input, _o.clip(input.detach() if isinstance(input, _apus.Tensor) else input, min_val, max_val))


@wide
def hardsigmoid(input):
    """(x + 3) / 6 between 0 and 1. `torch.nn.functional.hardsigmoid`."""
    return hardtanh(input + 3, 0, 6) / 6


@wide
def hardswish(input):
    """x · (x + 3) / 6, with the factor between 0 and 1. `torch.nn.functional.hardswish`."""
    return input * hardtanh(input + 3, 0, 6) / 6


def hardshrink(input, lambd=0.5):
    """The elements of magnitude above a bound, 0 for others. `torch.nn.functional.hardshrink`."""
    return _o.masked_fill(input, (input >= -lambd) & (input <= lambd), 0)


@wide
def softshrink(input, lambd=0.5):
    """The elements brought nearer to 0 by a bound. `torch.nn.functional.softshrink`."""
    return _o.where(input > lambd, input - lambd, _o.where(input < -lambd, input + lambd, input * 0))


def threshold(input, threshold, value):
    """The elements above a threshold, a value for others. `torch.nn.functional.threshold`."""
    return _o.masked_fill(input, input <= threshold, value)


@wide
def prelu(input, weight):
    """The elements, those below 0 scaled by a weight, or by one a channel. `torch.nn.functional.prelu`."""
    if weight.ndim == 1 and input.ndim != 2:
        weight = _o.reshape(weight, (-1,) + (1,) * (input.ndim - 2) if input.ndim > 2 else (weight.shape[0],) * input.ndim)
    return _o.where(input > 0, input, weight * input)


# Distances and normalisation.


@wide
def normalize(input, p=2.0, dim=1, eps=1e-12):
    """Vectors divided by their norms, or by `eps` if that is larger. `torch.nn.functional.normalize`."""
    return input / _o.clip(_o.norm(input, p, dim, True), eps)


@wide
def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    """The cosines of the angles between vectors. `torch.nn.functional.cosine_similarity`."""
    x1, x2 = _o.broadcast_tensors([x1, x2])
    first, second = (x / _o.clip(_o.norm(x, 2, dim, True), eps) for x in (x1, x2))
    return _o.sum(first * second, dim)


@wide
def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    """The norms of the differences of rows, `eps` added to each difference. `torch.nn.functional.pairwise_distance`."""
    return _o.norm(x1 - x2 + eps, p, -1, keepdim)


def cdist(x1, x2, p=2.0, compute_mode="use_mm_for_euclid_dist_if_necessary"):
    """The distances between all rows of two matrices. `torch.cdist`."""
    return _o.norm(_o.unsqueeze(x1, -2) - _o.unsqueeze(x2, -3), p, -1)


@wide
def rms_norm(input, normalized_shape, weight=None, eps=None):
    """Elements divided by the root of the mean of squares over the last axes. `torch.nn.functional.rms_norm`."""
    axes = tuple(range(-len(normalized_shape), 0))
    if tuple(input.shape[input.ndim - len(axes):]) != tuple(normalized_shape):
        raise ValueError(f"a normalised shape {tuple(normalized_shape)} at the end of {tuple(input.shape)}")
    if eps is None:
        eps = 2.0 ** -52 if input.dtype == _apus.float64 else 2.0 ** -23
    scaled = input * _o.rsqrt(_o.mean(_o.square(input), axes, True) + eps)
    return scaled if weight is None else scaled * weight


# Images and lines.


def _on_line(pool, input, **options):
    if input.ndim not in (2, 3):
        raise ValueError(f"an array with {input.ndim} axes; lines are [channels, length] or [batch, channels, length]")
    result = pool(_o.unsqueeze(input, -2), **options)
    return tuple(_o.squeeze(x, -2) for x in result) if isinstance(result, tuple) else _o.squeeze(result, -2)


def _one(x):
    return x[0] if isinstance(x, (list, tuple)) else x


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The means of windows. `torch.nn.functional.avg_pool1d`."""
    stride = kernel_size if stride is None or stride == () else stride
    return _on_line(_o.avg_pool2d, input, kernel_size=(1, _one(kernel_size)), stride=(1, _one(stride)), padding=(0, _one(padding)),
                    ceil_mode=ceil_mode, count_include_pad=count_include_pad)


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The largest elements of windows, and where they are if that is asked for. `torch.nn.functional.max_pool1d`."""
    stride = kernel_size if stride is None or stride == () else stride
    return _on_line(_o.max_pool2d, input, kernel_size=(1, _one(kernel_size)), stride=(1, _one(stride)), padding=(0, _one(padding)),
                    dilation=(1, _one(dilation)), ceil_mode=ceil_mode, return_indices=return_indices)


def adaptive_avg_pool1d(input, output_size):
    """The means of as many bins as are wanted. `torch.nn.functional.adaptive_avg_pool1d`."""
    return _on_line(_o.adaptive_avg_pool2d, input, output_size=(1, _one(output_size)))


def channel_shuffle(input, groups):
    """The channels of groups in turn. `torch.nn.functional.channel_shuffle`."""
    batch, channels, *image = input.shape
    if groups <= 0 or channels % groups:
        raise ValueError(f"{channels} channels do not divide into {groups} groups")
    return _o.reshape(_o.swapaxes(_o.reshape(input, (batch, groups, channels // groups, *image)), 1, 2), tuple(input.shape))


def pixel_shuffle(input, upscale_factor):
    """Channels as the pixels of a larger image. `torch.nn.functional.pixel_shuffle`."""
    r = upscale_factor
    *batch, channels, height, width = input.shape
    if r <= 0 or channels % (r * r):
        raise ValueError(f"{channels} channels for {r} × {r} pixels each")
    n = len(batch)
    x = _o.reshape(input, (*batch, channels // (r * r), r, r, height, width))
    x = _o.permute(x, (*range(n), n, n + 3, n + 1, n + 4, n + 2))
    return _o.reshape(x, (*batch, channels // (r * r), height * r, width * r))


def pixel_unshuffle(input, downscale_factor):
    """Pixels as channels of a smaller image. `torch.nn.functional.pixel_unshuffle`."""
    r = downscale_factor
    *batch, channels, height, width = input.shape
    if r <= 0 or height % r or width % r:
        raise ValueError(f"an image of {height} × {width} pixels in steps of {r}")
    n = len(batch)
    x = _o.reshape(input, (*batch, channels, height // r, r, width // r, r))
    x = _o.permute(x, (*range(n), n, n + 2, n + 4, n + 1, n + 3))
    return _o.reshape(x, (*batch, channels * r * r, height // r, width // r))


# Losses.


def _reduced(loss, reduction):
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"reduction is 'none', 'mean' or 'sum', not {reduction!r}")
    return loss if reduction == "none" else _o.mean(loss) if reduction == "mean" else _o.sum(loss)


@wide
def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    """Kullback and Leibler's divergence of log-probabilities from a target. `torch.nn.functional.kl_div`."""
    loss = _o.exp(target) * (target - input) if log_target else _xlogy(target, target) - target * input
    return _o.sum(loss) / input.shape[0] if reduction == "batchmean" and input.ndim else _reduced(loss, "mean" if reduction == "batchmean" else reduction)


@wide
def poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction="mean"):
    """The negative log-likelihood of counts under Poisson's law. `torch.nn.functional.poisson_nll_loss`."""
    loss = _o.exp(input) - target * input if log_input else input - target * _o.log(input + eps)
    if full:
        # Stirling's approximation of log(target!).
        large = target > 1
        safe = _o.where(large, target, 2.0)
        loss = loss + _o.where(large, safe * _o.log(safe) - safe + 0.5 * _o.log(2 * math.pi * safe), 0.0)
    return _reduced(loss, reduction)


@wide
def multilabel_soft_margin_loss(input, target, weight=None, size_average=None, reduce=None, reduction="mean"):
    """The mean over classes of binary cross entropies of logits. `torch.nn.functional.multilabel_soft_margin_loss`."""
    loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    return _reduced(_o.mean(loss if weight is None else loss * weight, -1), reduction)


@wide
def margin_ranking_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction="mean"):
    """max(0, −target · (input1 − input2) + margin). `torch.nn.functional.margin_ranking_loss`."""
    return _reduced(_o.relu(-target * (input1 - input2) + margin), reduction)


@wide
def soft_margin_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    """log(1 + exp(−target · input)). `torch.nn.functional.soft_margin_loss`."""
    return _reduced(_o.log1p(_o.exp(-target * input)), reduction)


@wide
def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction="mean"):
    """The input where the target is 1, max(0, margin − input) where it is −1. `torch.nn.functional.hinge_embedding_loss`."""
    far = _o.where(target != 1, _o.relu(margin - input), 0.0)
    near = _o.where(target != -1, input, 0.0)
    return _reduced(far + near, reduction)


@wide
def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-6, swap=False, size_average=None, reduce=None, reduction="mean"):
    """max(0, the distance to what is alike − that to what is not + margin). `torch.nn.functional.triplet_margin_loss`."""
    near, far = pairwise_distance(anchor, positive, p, eps), pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = _o.minimum(far, pairwise_distance(positive, negative, p, eps))
    return _reduced(_o.relu(near - far + margin), reduction)


finish(globals())
