"""The memory behind objects with the buffer protocol, at a fixed address while C reads it."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_ssize_t, c_void_p, py_object
from typing import Any


class _PyBuffer(Structure):
    """Py_buffer of the Python C API."""

    _fields_ = [
        ("buf", c_void_p),
        ("obj", c_void_p),
        ("len", c_ssize_t),
        ("itemsize", c_ssize_t),
        ("readonly", c_int),
        ("ndim", c_int),
        ("format", c_char_p),
        ("shape", POINTER(c_ssize_t)),
        ("strides", POINTER(c_ssize_t)),
        ("suboffsets", POINTER(c_ssize_t)),
        ("internal", c_void_p),
    ]


_prototype = ctypes.PYFUNCTYPE(c_int, py_object, POINTER(_PyBuffer), c_int)
_get = _prototype(("PyObject_GetBuffer", ctypes.pythonapi))
_release = ctypes.PYFUNCTYPE(None, POINTER(_PyBuffer))(("PyBuffer_Release", ctypes.pythonapi))
_SIMPLE = 0


class Buffer:
    """A one-dimensional buffer, pinned until ``release()``: not copied when contiguous.

    ``format`` and ``itemsize`` describe its elements, ``count`` is how many.
    """

    def __init__(self, exporter: Any) -> None:
        """Pins the memory; TypeError where the object has no buffer, or more dimensions."""
        view = memoryview(exporter)
        if view.ndim != 1:
            raise TypeError(f"one dimension is wanted, not {view.ndim}")
        self.format = view.format.lstrip("@=")
        self.itemsize = view.itemsize
        self.count = view.shape[0] if view.shape else 0
        self._pinned = _PyBuffer()
        contiguous = exporter if view.c_contiguous else view.tobytes()
        _get(memoryview(contiguous), byref(self._pinned), _SIMPLE)

    @property
    def address(self) -> int:
        """Where the first element is."""
        return self._pinned.buf or 0

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self.count * self.itemsize

    def release(self) -> None:
        """Lets the memory go; releasing again does nothing."""
        _release(byref(self._pinned))

    def __del__(self) -> None:
        if hasattr(self, "_pinned"):
            self.release()
