"""Tables of parameter sets (CSV): the ensemble of nearly as good fits that lies beside a setting."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from game.content.packs import shown_path
from game.content.problem import Problem
from game.content.reader import Document, Scalar, read_characters

__all__ = ["EnsembleTable", "ensemble_file", "read_ensemble"]

F64: TypeAlias = npt.NDArray[np.float64]

ERROR_COLUMN = "rms_log_error"
MOST_MEMBERS = 10_000


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
    if problems:
        return None, problems
    rows = csv.reader(io.StringIO(document.text, newline=""))
    members: list[list[float]] = []
    try:
        head = [cell.strip() for cell in next(rows, [])]
        if ERROR_COLUMN not in head or len(set(head)) != len(head):
            return None, [_problem(document, 1, "table.columns", missing=ERROR_COLUMN, columns=ERROR_COLUMN)]
        for cells in rows:
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


def _problem(document: Document, line: int, code: str, **args: Any) -> Problem:
    text = document.line(line)
    cell = args.get("found", "")
    column = text.find(cell) + 1 if cell and cell in text else 1
    return document.problem(code, Scalar(cell, line, column, len(cell) or 1), **args)
