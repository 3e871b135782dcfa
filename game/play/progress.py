"""What somebody has finished, in one small file beside the saves: the best of every level, seat and luck.

A campaign has no progress of its own; it looks here. The file is written beside the old one and renamed; one
that can't be read is never written over, but put aside. Who edits it deceives nobody else.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import math
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.content.difficulty import DEFAULT, DIFFICULTIES
from game.content.places import content, exists
from game.i18n import Text

if TYPE_CHECKING:
    from game.play.record import Header
    from game.play.view_parts import End, Seal

__all__ = [
    "FILE",
    "SEALS",
    "Finished",
    "Progress",
    "added",
    "finished_game",
    "from_saves",
    "keep",
    "read_progress",
]

FILE = "finished_games.txt"  # no .json: it is no save
FORMAT = 1
KIND = "lanthanide finished games"
MOST_BYTES = 4_000_000  # some 15,000 games; a lifetime of evenings
LARGEST = 1e12

SEALS: tuple[Seal, ...] = ("", "bronze", "silver", "gold")
"""From none to the best."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The best of all finished games of one level, seat, luck and difficulty; each figure by itself.

    `practice`: none of them was more than practice, so there are no points, seal or mandate. `points` None:
    not scored. `gain_musd` is the account's lead over doing nothing, mean of the futures. `date` is the day
    (ISO) of the last improvement.
    """

    level: str
    seat: str
    seed: int
    difficulty: str = DEFAULT
    points: float | None = None
    gain_musd: float | None = None
    seal: Seal = ""
    met: bool = False
    practice: bool = False
    date: str = ""

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What was played."""
        return (self.level, self.seat, self.seed, self.difficulty)

    def with_other(self, other: Finished) -> Finished:
        """The best of both, figure by figure; luck, seat and so on stay this one's."""
        best = replace(
            self,
            points=_most(self.points, other.points),
            gain_musd=_most(self.gain_musd, other.gain_musd),
            seal=max(self.seal, other.seal, key=SEALS.index),
            met=self.met or other.met,
            practice=self.practice and other.practice,
        )
        better = replace(best, date=self.date) != self
        return replace(best, date=other.date if better else self.date)


def _most(one: float | None, other: float | None) -> float | None:
    found = [value for value in (one, other) if value is not None]
    return max(found) if found else None


@dataclass(frozen=True, slots=True)
class Progress:
    """The finished games, and one sentence on the file where it can't be (wholly) read."""

    games: tuple[Finished, ...] = ()
    trouble: Text | None = None


def finished_game(
    level: str, end: End, seed: int, difficulty: str, *, practice: bool, day: datetime.date | None = None
) -> Finished:
    """A game as it is remembered: of a practice game only that it came to its end."""
    date = (day or datetime.date.today()).isoformat()
    played = Finished(level, end.seat, seed, difficulty, practice=practice, date=date)
    if practice:
        return played
    gain = round(end.lead_musd, 3)
    points = None if end.score is None else round(end.score, 2)
    return replace(played, points=points, gain_musd=gain, seal=end.seal, met=end.passed)


def added(games: Sequence[Finished], more: Iterable[Finished]) -> tuple[Finished, ...]:
    """The games with others among them; of those that are the same the best is kept."""
    found = {game.key: game for game in games}
    for game in more:
        known = found.get(game.key)
        found[game.key] = game if known is None else known.with_other(game)
    return tuple(found.values())


def from_saves(headers: Iterable[Header]) -> list[Finished]:
    """Games that are over but stand in no file of finished games, as saves of earlier versions do: played,
    not judged (opening the save judges it)."""
    return [
        Finished(header.level, seat, header.seed, header.difficulty, practice=True)
        for header in headers
        if header.problem is None and 0 < header.quarters <= header.quarter and not header.assumptions
        for seat in header.seats
    ]


# ------------------------------------------------------------------------------------------- the file


def read_progress(folder: Path, saves: Iterable[Header] = ()) -> Progress:
    """What is remembered in the folder, and what its saves say besides. Never raises."""
    games, whole = _read(folder / FILE)
    trouble = None if whole else Text("campaign.record.damaged", {"path": str(folder / FILE)})
    return Progress(added(games, from_saves(saves)), trouble)


def keep(folder: Path, game: Finished) -> Text | None:
    """Remember a finished game; one sentence if that can't be done. A damaged file is put aside first."""
    path = folder / FILE
    games, whole = _read(path)
    data = {
        "kind": KIND,
        "format": FORMAT,
        "games": [asdict(one) for one in added(games, [game])],
    }
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not whole:
            path.replace(_free(path))
        _write(path, text)
    except OSError as error:
        return Text("campaign.record.write", {"path": str(path), "why": error.strerror or str(error)})
    return None


def _free(path: Path) -> Path:
    """A name for a damaged file that nothing has yet."""
    number = 1
    while exists(aside := path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")):
        number += 1
    return aside


def _write(path: Path, text: str) -> None:
    """Write beside the file, force it to the disk, and rename: at no moment is there half a file."""
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _read(path: Path) -> tuple[tuple[Finished, ...], bool]:
    """The games of a file, and whether everything in it could be read; a file that is not there is whole."""
    if not exists(path):
        return (), True
    try:
        data = json.loads(content(path, MOST_BYTES))
    except (ValueError, RecursionError):
        return (), False
    if not isinstance(data, dict) or data.get("kind") != KIND or not isinstance(data.get("games"), list):
        return (), False
    games, whole = [], data.get("format") == FORMAT
    for raw in data["games"]:
        try:
            games.append(_game(raw))
        except (KeyError, TypeError, ValueError):
            whole = False
    return added((), games), whole


def _game(raw: Any) -> Finished:
    """Raises KeyError, TypeError or ValueError for what is no game."""
    if not isinstance(raw["seed"], int) or isinstance(raw["seed"], bool):
        raise TypeError("seed")
    words = {name: raw[name] for name in ("level", "seat", "difficulty", "seal", "date")}
    flags = {name: raw[name] for name in ("met", "practice")}
    if not all(isinstance(word, str) for word in words.values()):
        raise TypeError("word")
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise TypeError("flag")
    if words["seal"] not in SEALS or words["difficulty"] not in DIFFICULTIES:
        raise ValueError("word")
    return Finished(
        seed=raw["seed"], points=_figure(raw["points"]), gain_musd=_figure(raw["gain_musd"]), **words, **flags
    )


def _figure(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("figure")
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError("figure")
    return float(value)
