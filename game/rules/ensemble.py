"""Many parameter sets instead of one: what the model does not know about itself.

Forecast fans (`Rulebook.beliefs`), par and the test of a lesson are drawn over the members; `parameters` has
one of them a world along the last axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from game.content.ensemble import EnsembleTable, ensemble_file, read_ensemble
from game.content.problem import ContentError
from game.economy.dims import GOODS, PLANTS
from game.economy.parameters import Parameters

__all__ = ["Ensemble", "UnknownColumnError", "load_ensemble", "with_columns"]

F64 = npt.NDArray[np.float64]


class UnknownColumnError(ValueError):
    """A column that is no parameter of the model; `name` is its label."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"The ensemble's column {name!r} is no parameter of the model.")


@dataclass(frozen=True)
class Ensemble:
    """Parameter sets that repeat history about equally well.

    `parameters` has a last axis of `size`; `script` holds, by `entry@quarter`, the values of the history
    script that belong to each member [size]; `rms_log_error` [size] is its error in the back-test.
    """

    parameters: Parameters
    script: dict[str, F64]
    rms_log_error: F64

    @property
    def size(self) -> int:
        return int(self.rms_log_error.size)

    def take(self, index: npt.ArrayLike) -> Ensemble:
        """Some members, in the order of `index`; one may come more than once."""
        at = np.atleast_1d(np.asarray(index))
        script = {name: values[at] for name, values in self.script.items()}
        return Ensemble(self.parameters.take(at), script, self.rms_log_error[at])

    def spread(self, worlds: int) -> Ensemble:
        """`worlds` members in turn, evenly from the whole table if there are more of them than worlds."""
        if worlds <= self.size:
            return self.take(np.arange(worlds) * self.size // worlds)
        return self.take(np.arange(worlds) % self.size)

    @classmethod
    def of(cls, base: Parameters, table: EnsembleTable) -> Ensemble:
        """The members of a table on a benchmark. UnknownColumnError names a column that is no parameter."""
        columns = dict(zip(table.names, table.values, strict=True))
        script = {name: values for name, values in columns.items() if "@" in name}
        rest = {name: values for name, values in columns.items() if "@" not in name}
        return cls(with_columns(base, rest), script, table.rms_log_error)


def load_ensemble(base: Parameters, setting: Path) -> Ensemble | None:
    """The ensemble that lies beside a setting file, on the benchmark `base`; None if there is none.

    `base` may be the benchmark of another setting that takes its parameters from this one. ContentError
    with what is wrong in the table, UnknownColumnError if a column of it is no parameter.
    """
    path = ensemble_file(setting)
    if not path.is_file():
        return None
    table, problems = read_ensemble(path)
    if table is None:
        raise ContentError(problems)
    return Ensemble.of(base, table)


def with_columns(base: Parameters, columns: Mapping[str, F64]) -> Parameters:
    """`base` with one value a world of some parameters, named `name` or `name.good` or `name.plant`."""
    arrays = dict(base.arrays())
    changed: dict[str, F64] = {}
    for label, values in columns.items():
        name, _, part = label.partition(".")
        order = GOODS if part in GOODS else PLANTS
        if name not in arrays or (part and part not in order):
            raise UnknownColumnError(label)
        if not part:
            changed[name] = values
            continue
        if name not in changed:
            shape = (*arrays[name].shape[:-1], values.size)
            changed[name] = np.broadcast_to(arrays[name], shape).copy()
        changed[name][order.index(part)] = values
    return base.with_values(**changed)
