"""Dataclasses of arrays whose last axis is the batch of worlds.

`Batch` is the base of every state that the simulation carries. A world is one
column; a column can be taken, repeated, digested and stored by itself, and its
digest does not depend on the batch that it was part of.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
from collections.abc import Sequence
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

IndexLike = int | slice | Sequence[int] | npt.NDArray[Any]
T = TypeVar("T", bound="Batch")


class Batch:
    """Base for dataclasses whose fields are arrays [..., B] or nested `Batch` objects."""

    @property
    def size(self) -> int:
        """Number of worlds B."""
        for value in vars(self).values():
            if isinstance(value, Batch):
                return value.size
            return int(value.shape[-1])
        raise ValueError(f"{type(self).__name__} has no array, so it has no batch size")

    def _map(self, function: Any) -> Self:
        values = vars(self).values()  # the fields, in their order
        return type(self)(*(v._map(function) if isinstance(v, Batch) else function(v) for v in values))

    def take(self, index: IndexLike) -> Self:
        """The worlds at `index` (an int gives a batch of one); always a copy."""
        if isinstance(index, slice):
            return self._map(lambda a: a[..., index].copy())
        wanted = np.atleast_1d(np.asarray(index))
        return self._map(lambda a: np.ascontiguousarray(a[..., wanted]))

    def repeat(self, n: int) -> Self:
        """Each world n times in a row (column b becomes columns b*n ... b*n+n-1)."""
        return self._map(lambda a: np.repeat(a, n, axis=-1))

    def copy(self) -> Self:
        """A batch that shares no memory with this one."""
        return self._map(lambda a: a.copy())

    def digest(self, column: int) -> str:
        """SHA-256 over names, types, shapes and bytes (C order) of one world."""
        sha = hashlib.sha256()
        self._feed(sha, column, "")
        return sha.hexdigest()

    def _feed(self, sha: Any, column: int, prefix: str) -> None:
        for name, value in vars(self).items():
            path = f"{prefix}{name}"
            if isinstance(value, Batch):
                value._feed(sha, column, f"{path}.")
                continue
            world = np.ascontiguousarray(value[..., column])
            sha.update(f"{path}|{world.dtype.str}|{world.shape}|".encode())
            sha.update(world.tobytes())

    def to_plain(self) -> dict[str, Any]:
        """JSON-able and exact: base64 of little-endian bytes beside type and shape."""
        plain: dict[str, Any] = {}
        for name, value in vars(self).items():
            plain[name] = value.to_plain() if isinstance(value, Batch) else array_to_plain(value)
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The inverse of `to_plain`; ValueError names a missing or unknown field."""
        names = [field.name for field in dataclasses.fields(cls)]  # type: ignore[arg-type]
        missing = [name for name in names if name not in plain]
        unknown = [name for name in plain if name not in names]
        if missing or unknown:
            raise ValueError(f"{cls.__name__}: missing fields {missing}, unknown fields {unknown}")
        nested = cls._nested()
        values = {
            name: nested[name].from_plain(plain[name]) if name in nested else array_from_plain(plain[name])
            for name in names
        }
        return cls(**values)

    @classmethod
    def _nested(cls) -> dict[str, type[Batch]]:
        """Fields that are themselves batches, for `from_plain`; found from annotations."""
        import typing

        hints = typing.get_type_hints(cls)
        return {
            name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, Batch)
        }


def concat(parts: Sequence[T]) -> T:
    """One batch of all worlds of `parts`, in order; the parts must be of one class."""
    if not parts:
        raise ValueError("concat needs at least one batch")
    first = parts[0]
    values: dict[str, Any] = {}
    for name in vars(first):
        columns = [getattr(part, name) for part in parts]
        if isinstance(columns[0], Batch):
            values[name] = concat(columns)
        else:
            values[name] = np.concatenate(columns, axis=-1)
    return type(first)(**values)


def array_to_plain(array: npt.NDArray[Any]) -> dict[str, Any]:
    """One array as {type, shape, base64}."""
    little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
    return {
        "type": little.dtype.str,
        "shape": list(array.shape),
        "base64": base64.b64encode(little.tobytes()).decode("ascii"),
    }


def array_from_plain(plain: dict[str, Any]) -> npt.NDArray[Any]:
    """The inverse of `array_to_plain`; ValueError if the bytes do not fit the shape."""
    dtype = np.dtype(plain["type"])
    if dtype.hasobject:
        raise ValueError("a stored array may hold numbers only")
    flat = np.frombuffer(base64.b64decode(plain["base64"], validate=True), dtype=dtype)
    return flat.reshape([int(n) for n in plain["shape"]]).astype(dtype.newbyteorder("="), copy=True)
