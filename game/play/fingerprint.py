"""What must be equal for a replay to give the same bits: game, numbers, and this machine's arithmetic."""

from __future__ import annotations

import dataclasses
import hashlib
import platform
from functools import lru_cache
from typing import Any

import numpy as np

from game import __version__

__all__ = ["machine_fingerprint", "values_digest"]


@lru_cache(maxsize=1)
def machine_fingerprint() -> str:
    """Game and NumPy version, processor, and the last bits of exp, log and powers."""
    points = np.linspace(0.01, 30.0, 257)
    sha = hashlib.sha256(f"{__version__}|{np.__version__}|{platform.machine()}".encode())
    for values in (np.exp(-points), np.log(points), points**0.37, np.log2(points), np.sqrt(points)):
        sha.update(np.ascontiguousarray(values).tobytes())
    return sha.hexdigest()[:16]


def values_digest(values: Any) -> str:
    """SHA-256 over the fields of a dataclass of arrays and numbers (the model's parameters)."""
    sha = hashlib.sha256()
    for field in dataclasses.fields(values):
        value = getattr(values, field.name)
        sha.update(field.name.encode())
        if isinstance(value, np.ndarray):
            sha.update(f"{value.dtype.str}{value.shape}".encode())
            sha.update(np.ascontiguousarray(value).tobytes())
        else:
            sha.update(repr(value).encode())
    return sha.hexdigest()
