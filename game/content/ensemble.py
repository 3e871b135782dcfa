"""Tables of parameter sets (CSV): the ensemble of nearly as good fits that lies beside a setting.

A level takes the table of its setting, or of the setting whose parameters that one takes over; a record of a
game carries the text.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from game.content.parsing import did_you_mean
from game.content.places import shown_path
from game.content.problem import Problem
from game.content.reader import Document, Mapping, Scalar, read_characters
from game.i18n import Text

__all__ = [
    "EnsembleTable",
    "ensemble_file",
    "ensemble_for",
    "ensemble_of",
    "not_a_parameter",
    "read_ensemble",
]

F64: TypeAlias = npt.NDArray[np.float64]
Stated: TypeAlias = "AnyMapping[str, Any]"  # figures, or tables of figures, by name

ERROR_COLUMN = "rms_log_error"
MOST_MEMBERS = 10_000
MOST_PROBLEMS = 50  # of one table; whoever has more has mistaken the file
ROUNDING = 2e-3  # the table has four digits


@dataclass(frozen=True)
class EnsembleTable:
    """Parameter sets: `values` [name, member], and each member's error in the back-test [member].

    A name is that of a behavioural parameter (`fear_gain`), of one good's or plant's
    (`use_elasticity.magnets`), or of a step of a history script (`rebound@0`, quarters from its start).
    """

    names: tuple[str, ...]
    values: F64
    rms_log_error: F64


def ensemble_file(setting: Path) -> Path:
    """Where the ensemble of a setting file lies."""
    return setting.with_suffix(".ensemble.csv")


def read_ensemble(path: Path) -> tuple[EnsembleTable | None, list[Problem]]:
    """The parameter sets of a table, or None with what is wrong. Never raises for what is in the file."""
    document, problems = read_characters(path, shown_path(path))
    return (None, problems) if problems else ensemble_of(document)


def ensemble_for(
    document: Document, behaviour: Stated, own: Document | None = None
) -> tuple[EnsembleTable | None, list[Problem]]:
    """The parameter sets for a setting with this `behaviour`, or None with what is wrong.

    Every column must be a figure of `behaviour` (or `entry@quarter`, of a history script) that stays inside
    the range stated there. `own` is the document of a setting that takes its parameters from that of the
    table: what it states itself outranks the table, so these columns are left out.
    """
    table, problems = ensemble_of(document)
    if table is None:
        return None, problems
    known = dict(_figures(behaviour))
    stated = _said_itself(own)
    kept = []
    for at, (name, values) in enumerate(zip(table.names, table.values, strict=True)):
        if len(problems) >= MOST_PROBLEMS:
            break
        if "@" in name:
            kept.append(at)
        elif name not in known:
            problems.append(not_a_parameter(document, name, did_you_mean(name, known)))
        elif name.partition(".")[0] not in stated:
            kept.append(at)
            bad = _outside(values, known[name])
            if bad is not None:
                low, high = _range(known[name])
                problems.append(
                    _problem(document, bad + 2, "table.range", column=name, low=f"{low:g}", high=f"{high:g}")
                )
    if problems:
        return None, problems
    names = tuple(table.names[at] for at in kept)
    return EnsembleTable(names, table.values[kept], table.rms_log_error), []


def not_a_parameter(document: Document, name: str, hint: Text | None = None) -> Problem:
    """A column that means nothing to the model."""
    return _problem(document, 1, "table.parameter", hint=hint, found=name)


def _figures(behaviour: Stated) -> Iterator[tuple[str, Any]]:
    """Every figure of a setting's behaviour by its column's name."""
    for name, figure in behaviour.items():
        if isinstance(figure, dict):
            yield from ((f"{name}.{part}", one) for part, one in figure.items())
        else:
            yield name, figure


def _said_itself(own: Document | None) -> frozenset[str]:
    """Names of the behaviour that a setting's file states."""
    entry = own.root.get("behaviour") if own is not None and isinstance(own.root, Mapping) else None
    return frozenset(entry.value.by_key) if entry and isinstance(entry.value, Mapping) else frozenset()


def _range(figure: Any) -> tuple[float, float]:
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return low, high


def _outside(values: F64, figure: Any) -> int | None:
    """The first member outside a figure's range, with room for the rounding of the table."""
    low, high = _range(figure)
    room = ROUNDING * max(abs(low), abs(high))
    found = np.flatnonzero((values < low - room) | (values > high + room))
    return int(found[0]) if found.size else None


def ensemble_of(document: Document) -> tuple[EnsembleTable | None, list[Problem]]:
    """The parameter sets in the text of a table, or None with what is wrong."""
    problems: list[Problem] = []
    rows = csv.reader(io.StringIO(document.text, newline=""))
    members: list[list[float]] = []
    try:
        head = [cell.strip() for cell in next(rows, [])]
        twice = next((name for name, count in Counter(head).items() if count > 1), None)
        if twice is not None:
            return None, [_problem(document, 1, "table.twice", found=twice)]
        if ERROR_COLUMN not in head:
            return None, [_problem(document, 1, "table.columns", missing=ERROR_COLUMN, columns=ERROR_COLUMN)]
        for cells in rows:
            if len(problems) >= MOST_PROBLEMS:
                break
            numbers = [_number(cell) for cell in cells]
            bad = next((at for at, number in enumerate(numbers) if not math.isfinite(number)), None)
            if len(cells) != len(head):
                problem = _problem(
                    document, rows.line_num, "table.cells", n=str(len(cells)), m=str(len(head))
                )
                problems.append(problem)
            elif bad is not None:
                problem = _problem(
                    document, rows.line_num, "table.finite", column=head[bad], found=cells[bad].strip()
                )
                problems.append(problem)
            elif len(members) < MOST_MEMBERS:
                members.append(numbers)
    except csv.Error:
        problems.append(_problem(document, rows.line_num, "table.broken"))
    if not members and not problems:
        problems.append(_problem(document, 1, "table.nothing"))
    if problems:
        return None, problems
    table = np.array(members).T
    error = head.index(ERROR_COLUMN)
    kept = [at for at in range(len(head)) if at != error]
    return EnsembleTable(tuple(head[at] for at in kept), table[kept], table[error]), []


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _problem(document: Document, line: int, code: str, hint: Text | None = None, **args: Any) -> Problem:
    text = document.line(line)
    cell = args.get("found", "")
    column = text.find(cell) + 1 if cell and cell in text else 1
    return document.problem(code, Scalar(cell, line, column, len(cell) or 1), hint=hint, **args)
