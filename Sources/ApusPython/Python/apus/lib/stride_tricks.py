"""Views by strides. `numpy.lib.stride_tricks`."""


def __getattr__(name):
    import apus
    if name in ("as_strided", "sliding_window_view", "broadcast_to", "broadcast_arrays", "broadcast_shapes"):
        return getattr(apus, name)
    raise AttributeError(f"apus.lib.stride_tricks has no '{name}'")
