"""Layers, losses and networks: `torch.nn` over Apus's own modules.

The layers are the library's: one class here for each entry of its table of modules, with PyTorch's names, arguments, initial
values and keys of `state_dict`. Networks are put together as in PyTorch, by subclassing `Module` or with `Sequential`.
"""

import copy as _copy
import inspect as _inspect

import _apus
import _apus.nn as _table
from _apus import Tensor

from . import _gradients as utils  # noqa: F401 (torch.nn.utils)
from . import _init as init  # noqa: F401 (torch.nn.init)
from . import ops as functional  # noqa: F401 (torch.nn.functional)


class Parameter(Tensor):
    """A tensor that is a parameter of the module whose attribute it is. `torch.nn.Parameter`."""

    def __new__(cls, data, requires_grad=True):
        result = super().__new__(cls, data)
        result.requires_grad = requires_grad
        return result

    def __deepcopy__(self, memo):
        memo[id(self)] = result = Parameter(self.detach().clone(), self.requires_grad)
        return result


class Module:
    """A part of a network: parameters, buffers and further modules, as attributes. `torch.nn.Module`."""

    def __init__(self):
        vars(self).update(_parameters={}, _buffers={}, _modules={}, training=True)

    def forward(self, *inputs):
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def __call__(self, *inputs, **keywords):
        return self.forward(*inputs, **keywords)

    def __setattr__(self, name, value):
        if "_modules" not in vars(self):
            raise AttributeError(f"{type(self).__name__}: call super().__init__() before assigning attributes")
        kind = Parameter if isinstance(value, Parameter) else Module if isinstance(value, Module) else None
        for held, members in ((Parameter, self._parameters), (Module, self._modules)):
            if kind is held:
                vars(self).pop(name, None)
                members[name] = value
                return
            if name in members:
                if value is not None:
                    raise TypeError(f"{name} is a {held.__name__} and cannot become a {type(value).__name__}")
                del members[name]
        if name in self._buffers and isinstance(value, (Tensor, type(None))):
            self._buffers[name] = value
        else:
            object.__setattr__(self, name, value)

    def __getattr__(self, name):
        for members in (vars(self).get("_parameters", {}), vars(self).get("_buffers", {}), vars(self).get("_modules", {})):
            if name in members:
                return members[name]
        raise AttributeError(f"'{type(self).__name__}' has no attribute '{name}'")

    def __delattr__(self, name):
        for members in (self._parameters, self._buffers, self._modules):
            if name in members:
                del members[name]
                return
        object.__delattr__(self, name)

    def register_buffer(self, name, tensor):
        """Makes a tensor state of the module that no optimizer changes. `torch.nn.Module.register_buffer`."""
        self._buffers[name] = tensor

    def register_parameter(self, name, parameter):
        """Makes a tensor a parameter of the module. `torch.nn.Module.register_parameter`."""
        if parameter is not None:
            setattr(self, name, parameter)

    def add_module(self, name, module):
        """Makes a module a part of this one. `torch.nn.Module.add_module`."""
        setattr(self, name, module)

    # What a module holds itself. Layers of the library say it in their own way.

    def _own_parameters(self):
        return list(self._parameters.items())

    def _own_buffers(self):
        return [(name, buffer) for name, buffer in self._buffers.items() if buffer is not None]

    def _set_training(self, mode):
        vars(self)["training"] = mode

    def _convert(self, device, dtype):
        for members in (self._parameters, self._buffers):
            for name, tensor in members.items():
                if tensor is None:
                    continue
                moved = tensor.detach().to(device) if device is not None else tensor.detach()
                if dtype is not None and "float" in tensor.dtype.name:
                    moved = moved.to(dtype)
                members[name] = Parameter(moved, tensor.requires_grad) if members is self._parameters else moved

    # Walking.

    def named_children(self):
        """The modules right below this one, by their names. `torch.nn.Module.named_children`."""
        return iter([(name, module) for name, module in self._modules.items() if module is not None])

    def children(self):
        """The modules right below this one. `torch.nn.Module.children`."""
        return (module for _, module in self.named_children())

    def named_modules(self, prefix=""):
        """This module and all below it, each once, by their names. `torch.nn.Module.named_modules`."""
        seen = set()

        def walk(module, name):
            if id(module) in seen:
                return
            seen.add(id(module))
            yield name, module
            for child, below in module.named_children():
                yield from walk(below, f"{name}.{child}" if name else child)

        return walk(self, prefix)

    def modules(self):
        """This module and all below it. `torch.nn.Module.modules`."""
        return (module for _, module in self.named_modules())

    def named_parameters(self, prefix=""):
        """The parameters, each once, by their names. `torch.nn.Module.named_parameters`."""
        seen = set()
        for name, module in self.named_modules(prefix):
            for own, parameter in module._own_parameters():
                if parameter is not None and hash(parameter) not in seen:
                    seen.add(hash(parameter))
                    yield (f"{name}.{own}" if name else own), parameter

    def parameters(self):
        """The parameters. `torch.nn.Module.parameters`."""
        return (parameter for _, parameter in self.named_parameters())

    def named_buffers(self, prefix=""):
        """The buffers by their names. `torch.nn.Module.named_buffers`."""
        for name, module in self.named_modules(prefix):
            for own, buffer in module._own_buffers():
                yield (f"{name}.{own}" if name else own), buffer

    def buffers(self):
        """The buffers. `torch.nn.Module.buffers`."""
        return (buffer for _, buffer in self.named_buffers())

    def apply(self, function):
        """Calls a function with every module, this one last. `torch.nn.Module.apply`."""
        for module in self.children():
            module.apply(function)
        function(self)
        return self

    # State.

    def train(self, mode=True):
        """Sets training mode here and below. `torch.nn.Module.train`."""
        for module in self.modules():
            module._set_training(bool(mode))
        return self

    def eval(self):
        """Sets evaluation mode here and below. `torch.nn.Module.eval`."""
        return self.train(False)

    def to(self, *arguments, device=None, dtype=None):
        """Moves parameters and buffers to a device, floating-point ones to a dtype. `torch.nn.Module.to`."""
        for argument in arguments:
            if isinstance(argument, _apus.DType):
                dtype = argument
            else:
                device = argument
        for module in self.modules():
            module._convert(device, dtype)
        return self

    def float(self):
        """Parameters and buffers as float32. `torch.nn.Module.float`."""
        return self.to(_apus.float32)

    def double(self):
        """Parameters and buffers as float64. `torch.nn.Module.double`."""
        return self.to(_apus.float64)

    def zero_grad(self):
        """Drops the gradients of all parameters. `torch.nn.Module.zero_grad`."""
        for parameter in self.parameters():
            parameter.grad = None

    def requires_grad_(self, requires_grad=True):
        """Says whether the parameters require gradients. `torch.nn.Module.requires_grad_`."""
        for parameter in self.parameters():
            parameter.requires_grad = requires_grad
        return self

    def state_dict(self, prefix=""):
        """Parameters and buffers by their names, detached; the memory is the module's. `torch.nn.Module.state_dict`."""
        result = {}
        for name, module in self.named_modules():
            for own, tensor in module._own_parameters() + module._own_buffers():
                if tensor is not None:
                    result[prefix + (f"{name}.{own}" if name else own)] = tensor.detach()
        return result

    def load_state_dict(self, state_dict, strict=True):
        """Copies values into parameters and buffers; nothing is written unless everything fits.

        Gives the missing and the unexpected names; with `strict` they are an error. `torch.nn.Module.load_state_dict`.
        """
        own = self.state_dict()
        given = {name: _apus.Tensor(value) for name, value in state_dict.items()}
        missing = [name for name in own if name not in given]
        unexpected = [name for name in given if name not in own]
        problems = [f"{name} is {tuple(given[name].shape)}, the module's {tuple(tensor.shape)}"
                    for name, tensor in own.items() if name in given and tuple(given[name].shape) != tuple(tensor.shape)]
        if strict:
            problems = [f"missing {name}" for name in missing] + [f"unexpected {name}" for name in unexpected] + problems
        if problems:
            raise _apus.StateDictError("the state does not fit the module: " + "; ".join(problems))
        for name, tensor in own.items():
            if name in given:
                tensor.copy_(given[name].detach())
        return missing, unexpected

    def extra_repr(self):
        return ""

    def __repr__(self):
        lines = [f"({name}): " + repr(module).replace("\n", "\n  ") for name, module in self.named_children()]
        if not lines:
            return f"{type(self).__name__}({self.extra_repr()})"
        return f"{type(self).__name__}(\n  " + "\n  ".join(lines) + "\n)"


class _Layer(Module):
    """A module of the library."""

    _make = None

    def __init__(self, *arguments, **keywords):
        super().__init__()
        made = _inspect.signature(type(self)._make).bind(*arguments, **keywords)
        made.apply_defaults()
        object.__setattr__(self, "_layer", type(self)._make(*arguments, **keywords))
        object.__setattr__(self, "_settings", made.arguments)
        text = [repr(argument) for argument in arguments] + [f"{name}={value!r}" for name, value in keywords.items()]
        object.__setattr__(self, "_text", ", ".join(text))

    def forward(self, *inputs):
        return self._layer.forward(*inputs)

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def __getattr__(self, name):
        if "_layer" in vars(self):
            for own, tensor in self._layer.named_parameters() + self._layer.named_buffers():
                if own == name:
                    return tensor
            if name in ("weight", "bias", "running_mean", "running_var", "num_batches_tracked"):
                return None
            if name in self._settings:
                return self._settings[name]
        return super().__getattr__(name)

    def __deepcopy__(self, memo):
        memo[id(self)] = result = type(self).__new__(type(self))
        rest = {name: value for name, value in vars(self).items() if name != "_layer"}
        vars(result).update(_copy.deepcopy(rest, memo), _layer=self._layer.copy())
        return result

    def __setattr__(self, name, value):
        if any(own == name for own, _ in self._own_parameters() + self._own_buffers()):
            raise AttributeError(f"{name} of a {type(self).__name__} stays the same tensor; write into it with copy_()")
        super().__setattr__(name, value)

    def _own_parameters(self):
        return self._layer.named_parameters() + super()._own_parameters()

    def _own_buffers(self):
        return self._layer.named_buffers() + super()._own_buffers()

    def _set_training(self, mode):
        super()._set_training(mode)
        self._layer.train(mode)

    def _convert(self, device, dtype):
        self._layer.to(device=device, dtype=dtype)
        super()._convert(device, dtype)

    def extra_repr(self):
        return self._text


class _Recurrent(_Layer):
    """A recurrent layer: it gives its output and its state, and takes the state to begin with."""

    def forward(self, input, hx=None):
        return self._layer.forward(input) if hx is None else self._layer.forward(input, hx)

    def __call__(self, input, hx=None):
        return self.forward(input, hx)


class _TwoStates(_Recurrent):
    """A recurrent layer whose state is a pair."""

    def forward(self, input, hx=None):
        output, *state = self._layer.forward(input, *(() if hx is None else hx))
        return output, tuple(state)


_KINDS = {"RNN": _Recurrent, "GRU": _Recurrent, "LSTM": _TwoStates}


def _layer(name):
    make = getattr(_table, name)
    return type(name, (_KINDS.get(name, _Layer),), {
        "__doc__": f"A layer or loss of the library, as PyTorch's: `torch.nn.{name}`.", "__module__": __name__,
        "_make": staticmethod(make), "__signature__": _inspect.signature(make),
    })


for _name in dir(_table):
    if not _name.startswith("_"):
        globals()[_name] = _layer(_name)


class Sequential(Module):
    """Modules one after another. `torch.nn.Sequential`."""

    def __init__(self, *modules):
        super().__init__()
        if len(modules) == 1 and isinstance(modules[0], dict):
            for name, module in modules[0].items():
                self.add_module(name, module)
        else:
            for index, module in enumerate(modules):
                self.add_module(str(index), module)

    def forward(self, x):
        for module in self._modules.values():
            x = module(x)
        return x

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def __getitem__(self, index):
        modules = list(self._modules.values())
        return Sequential(*modules[index]) if isinstance(index, slice) else modules[index]


class ModuleList(Module):
    """A list of modules whose parameters are found. `torch.nn.ModuleList`."""

    def __init__(self, modules=()):
        super().__init__()
        for module in modules:
            self.append(module)

    def append(self, module):
        """Adds a module at the end."""
        self.add_module(str(len(self._modules)), module)
        return self

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def __getitem__(self, index):
        return list(self._modules.values())[index]


from ._attention_layers import (  # noqa: E402 (they are made of what stands above)
    MultiheadAttention, TransformerEncoder, TransformerEncoderLayer)

__all__ = [name for name in dir() if not name.startswith("_") and name not in ("Tensor",)]
