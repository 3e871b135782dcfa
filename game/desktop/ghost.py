"""The last run of the same level, chair and luck: its lines go along on the timeline as a ghost.

Kept beside the saves as one small file: what a game is known by -> series -> values by quarter.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.places import content

if TYPE_CHECKING:
    from game.play.view import View

__all__ = ["Ghost", "ghost_of", "keep_run", "last_run"]

Ghost = Mapping[str, tuple[float, ...]]
FILE = "last_runs.txt"  # no .json: it is no save
MOST = 60  # games that are remembered
MOST_BYTES = 2_000_000  # sixty games of forty quarters take a tenth
LARGEST = 1e15


def ghost_of(view: View) -> dict[str, list[float]]:
    """The lines of a game that was played: every series of the view, rounded."""
    return {
        series.id: [round(value, 4) if math.isfinite(value) else 0.0 for value in series.values]
        for series in view.charts
    }


def keep_run(folder: Path, key: str, view: View) -> None:
    """Remember a finished game, the latest last; a full disk is no trouble."""
    runs = _read(folder)
    runs.pop(key, None)
    runs[key] = ghost_of(view)
    for old in list(runs)[:-MOST]:
        del runs[old]
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{FILE}.part"
        part.write_text(json.dumps(runs, separators=(",", ":")) + "\n", encoding="utf-8")
        part.replace(folder / FILE)


def last_run(folder: Path, key: str) -> Ghost:
    """The lines of the last finished game of this key; nothing if there was none."""
    found = _read(folder).get(key)
    if not isinstance(found, dict):
        return {}
    lines = {name: values for name, values in found.items() if isinstance(values, list)}
    return {
        str(name): tuple(float(value) for value in values if _is_figure(value))
        for name, values in lines.items()
    }


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < LARGEST  # neither NaN nor infinite


def _read(folder: Path) -> dict[str, object]:
    """Everything that is remembered; a damaged file counts for nothing."""
    try:
        found = json.loads(content(folder / FILE, MOST_BYTES))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
