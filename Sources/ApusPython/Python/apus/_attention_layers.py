"""Layers of attention, made of layers and operations, with PyTorch's arguments and keys of `state_dict`: `apus.nn` has them."""

import copy
import math

import _apus
from _apus import Tensor

from . import _init as init
from . import ops
from .nn import Dropout, LayerNorm, Linear, Module, ModuleList, Parameter


def _parameter(*shape, dtype):
    return Parameter(Tensor(_apus.zeros(shape, dtype=dtype or _apus.float32)))


def _tensor(x):
    return x if x is None or isinstance(x, Tensor) else Tensor(x)


def _added(mask, dtype):
    """A mask as numbers that are added to scores: what is true in a mask of booleans is not seen."""
    mask = _tensor(mask)
    if mask is None or mask.dtype != _apus.bool:
        return mask
    return ops.masked_fill(Tensor(_apus.zeros(mask.shape, dtype=dtype)), mask, -math.inf)


class MultiheadAttention(Module):
    """Attention by several heads, each on a part of the features (Vaswani and others, 2017). `torch.nn.MultiheadAttention`."""

    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None,
                 batch_first=False, device=None, dtype=None):
        super().__init__()
        if embed_dim <= 0 or num_heads <= 0 or embed_dim % num_heads:
            raise ValueError(f"{embed_dim} features do not divide into {num_heads} heads")
        if not 0 <= dropout <= 1:
            raise ValueError(f"a probability of {dropout}; it must be in 0...1")
        self.embed_dim, self.num_heads, self.head_dim = embed_dim, num_heads, embed_dim // num_heads
        self.dropout, self.batch_first, self.add_zero_attn = dropout, batch_first, add_zero_attn
        self.kdim, self.vdim = kdim or embed_dim, vdim or embed_dim
        if self.kdim == embed_dim and self.vdim == embed_dim:
            self.in_proj_weight = _parameter(3 * embed_dim, embed_dim, dtype=dtype)
        else:
            self.in_proj_weight = None
            self.q_proj_weight = _parameter(embed_dim, embed_dim, dtype=dtype)
            self.k_proj_weight = _parameter(embed_dim, self.kdim, dtype=dtype)
            self.v_proj_weight = _parameter(embed_dim, self.vdim, dtype=dtype)
        self.in_proj_bias = _parameter(3 * embed_dim, dtype=dtype) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias=bias, dtype=dtype)
        self.bias_k = _parameter(1, 1, embed_dim, dtype=dtype) if add_bias_kv else None
        self.bias_v = _parameter(1, 1, embed_dim, dtype=dtype) if add_bias_kv else None
        for weight in self._weights():
            init.xavier_uniform_(weight)
        if bias:
            init.zeros_(self.out_proj.bias)
        for vector in (self.bias_k, self.bias_v):
            if vector is not None:
                init.xavier_normal_(vector)
        if device is not None:
            self.to(device)

    def _weights(self):
        if self.in_proj_weight is not None:
            return [self.in_proj_weight]
        return [self.q_proj_weight, self.k_proj_weight, self.v_proj_weight]

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True,
                is_causal=False):
        """The attention of queries to keys, [length, batch, features], with `batch_first` [batch, length, features], or without
        a batch [length, features]; and the weights [batch, L, S] if they are needed, else None.

        Masks are true, or lower scores, where a key is not seen: `attn_mask` [L, S] or [batch · heads, L, S],
        `key_padding_mask` [batch, S]. `is_causal` says of an `attn_mask` that it is the causal one.
        """
        if is_causal and attn_mask is None:
            raise RuntimeError("is_causal says what attn_mask is; it needs one")
        same = query is key and key is value
        query = _tensor(query)
        key, value = (query, query) if same else (_tensor(key), _tensor(value))
        if not query.ndim == key.ndim == value.ndim or query.ndim not in (2, 3):
            raise ValueError(f"queries, keys and values of {query.ndim}, {key.ndim} and {value.ndim} axes; they have two, or three "
                             "with a batch")
        is_batched = query.ndim == 3
        if not is_batched:
            query, key, value = self._each(lambda x: ops.unsqueeze(x, 0), query, key, value)
            key_padding_mask = None if key_padding_mask is None else ops.unsqueeze(_tensor(key_padding_mask), 0)
        elif not self.batch_first:
            query, key, value = self._each(lambda x: ops.swapaxes(x, 0, 1), query, key, value)
        result, weights = self._attended(query, key, value, key_padding_mask, need_weights, attn_mask)
        if weights is not None:
            weights = ops.mean(weights, 1) if average_attn_weights else weights
        if not is_batched:
            return result[0], None if weights is None else weights[0]
        return result if self.batch_first else ops.swapaxes(result, 0, 1), weights

    @staticmethod
    def _each(function, query, key, value):
        """A function of queries, keys and values, called once if they are the same tensor."""
        if query is key and key is value:
            return (function(query),) * 3
        return function(query), function(key), function(value)

    def _attended(self, query, key, value, key_padding_mask, need_weights, attn_mask):
        """For [batch, length, features]; the weights are those of each head."""
        q, k, v = self._projected(query, key, value)
        mask = self._mask(attn_mask, key_padding_mask, q.shape[0], q.dtype)
        batch = k.shape[0]
        if self.bias_k is not None:
            k, v = (ops.cat([x, ops.broadcast_to(own, (batch, 1, self.embed_dim))], 1) for x, own in ((k, self.bias_k), (v, self.bias_v)))
            mask = self._wider(mask)
        q, k, v = (self._split(x) for x in (q, k, v))
        if self.add_zero_attn:
            nothing = Tensor(_apus.zeros((batch, self.num_heads, 1, self.head_dim), dtype=q.dtype))
            k, v = ops.cat([k, nothing], 2), ops.cat([v, nothing], 2)
            mask = self._wider(mask)
        dropout = self.dropout if self.training else 0.0
        weights = None
        if need_weights:
            scores = ops.matmul(q * math.sqrt(1 / self.head_dim), ops.swapaxes(k, -1, -2))
            weights = ops.dropout(ops.softmax(scores if mask is None else scores + mask, -1), dropout, self.training)
            attended = ops.matmul(weights, v)
        else:
            attended = ops.scaled_dot_product_attention(q, k, v, mask, dropout)
        joined = ops.reshape(ops.swapaxes(attended, 1, 2), (q.shape[0], q.shape[2], self.embed_dim))
        return self.out_proj(joined), weights

    def _projected(self, query, key, value):
        """Queries, keys and values, by one product if they are the same."""
        weights = self._weights()
        if len(weights) == 1 and query is key and key is value:
            return ops.chunk(ops.linear(query, weights[0], self.in_proj_bias), 3, -1)
        if len(weights) == 1:
            weights = ops.chunk(weights[0], 3)
        biases = (None, None, None) if self.in_proj_bias is None else ops.chunk(self.in_proj_bias, 3)
        return [ops.linear(x, weight, bias) for x, weight, bias in zip((query, key, value), weights, biases)]

    def _split(self, x):
        return ops.swapaxes(ops.reshape(x, (x.shape[0], x.shape[1], self.num_heads, self.head_dim)), 1, 2)

    def _mask(self, attn_mask, key_padding_mask, batch, dtype):
        """Both masks as one of numbers that broadcasts to [batch, heads, L, S]."""
        mask, keys = _added(attn_mask, dtype), _added(key_padding_mask, dtype)
        if mask is not None and mask.ndim == 3:
            mask = ops.reshape(mask, (batch, self.num_heads, *mask.shape[1:]))
        if keys is None:
            return mask
        keys = ops.reshape(keys, (keys.shape[0], 1, 1, keys.shape[1]))
        return keys if mask is None else mask + keys

    def _wider(self, mask):
        """A mask with one more key, which is seen."""
        if mask is None:
            return None
        return ops.cat([mask, Tensor(_apus.zeros((*mask.shape[:-1], 1), dtype=mask.dtype))], -1)


_ACTIVATIONS = {"relu": ops.relu, "gelu": ops.gelu}


class TransformerEncoderLayer(Module):
    """Self-attention, then two dense layers, each with a residual and a layer norm. `torch.nn.TransformerEncoderLayer`."""

    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation="relu", layer_norm_eps=1e-5, batch_first=False,
                 norm_first=False, bias=True, device=None, dtype=None):
        super().__init__()
        if not callable(activation) and activation not in _ACTIVATIONS:
            raise RuntimeError(f"activation is relu, gelu or a function, not {activation!r}")
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias, batch_first=batch_first, dtype=dtype)
        self.linear1 = Linear(d_model, dim_feedforward, bias=bias, dtype=dtype)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias=bias, dtype=dtype)
        self.norm_first = norm_first
        self.norm1 = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, dtype=dtype)
        self.norm2 = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, dtype=dtype)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.activation = activation if callable(activation) else _ACTIVATIONS[activation]
        if device is not None:
            self.to(device)

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False):
        """Sequences [length, batch, features], or with `batch_first` [batch, length, features], with the masks of
        `MultiheadAttention`."""
        def attended(x):
            return self.dropout1(self.self_attn(
                x, x, x, attn_mask=src_mask, key_padding_mask=src_key_padding_mask, need_weights=False, is_causal=is_causal)[0])

        def dense(x):
            return self.dropout2(self.linear2(self.dropout(self.activation(self.linear1(x)))))

        if self.norm_first:
            x = src + attended(self.norm1(src))
            return x + dense(self.norm2(x))
        x = self.norm1(src + attended(src))
        return self.norm2(x + dense(x))


class TransformerEncoder(Module):
    """Copies of an encoder layer one after another, and an optional norm at the end. `torch.nn.TransformerEncoder`."""

    def __init__(self, encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True):
        super().__init__()
        self.layers = ModuleList([copy.deepcopy(encoder_layer) for _ in range(num_layers)])
        self.num_layers = num_layers
        self.norm = norm

    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        """With the masks of `MultiheadAttention`."""
        for layer in self.layers:
            src = layer(src, src_mask=mask, src_key_padding_mask=src_key_padding_mask, is_causal=bool(is_causal))
        return src if self.norm is None else self.norm(src)
