"""What a back-test is made of: a setting, a history script and a table of observed prices."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from game.content.fields import CalendarQuarter
from game.content.history import History, HistoryEntry
from game.content.inherit import beside
from game.content.lint_setting import lint_history, unbalanced
from game.content.observations import Observation, read_observations
from game.content.packs import discover, pack_folder, shown_path
from game.content.parsing import did_you_mean, parse_document
from game.content.places import is_file
from game.content.problem import ContentError, Problem, Severity
from game.content.reader import Document, read_file
from game.content.setting import Setting, parse_setting, to_economy_data
from game.economy.benchmark import build_parameters
from game.economy.dims import GOODS, PLANTS
from game.economy.effects import Effect
from game.economy.parameters import EconomyData, Parameters, quiet
from game.i18n import Text
from game.paths import levels_dir

__all__ = [
    "Observation",
    "ScriptLine",
    "load_history",
    "load_observations",
    "load_parameters",
    "load_script",
    "load_setting",
    "script_of",
]


@dataclass(frozen=True)
class ScriptLine:
    """One compiled line: an effect from quarter `start` until `stop`, 0 = the first after the benchmark."""

    id: str
    effect: Effect
    start: int
    stop: int
    value: float


NEVER = 10_000
SHIPPED_FIRST = CalendarQuarter(2010, 1)


def _found(kind: str, name: str | Path) -> tuple[Document, list[Problem]]:
    """A pack file by its id or path. ContentError if there is none."""
    text = str(name)
    if isinstance(name, Path) or text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text:
        path = Path(name)
        return read_file(path, shown_path(path))
    library = discover()
    file = library.find(kind, text)
    if file is None:
        hint = did_you_mean(text, [f.id for f in library.files(kind)])
        message = Text(f"content.{kind}.none", {"name": text})
        raise ContentError([Problem(Severity.ERROR, f"{kind}.none", text, 0, 0, message, hint)])
    return read_file(file.path, shown_path(file.path))


def load_setting(name: str | Path = "2009") -> Setting:
    """A setting by its id or path. ContentError with every problem."""
    document, problems = _found("setting", name)
    folder = pack_folder(Path(name)) if is_file(Path(name)) else None
    library = discover([folder] if folder else [])

    def find(other: str) -> tuple[Document | None, list[Problem]]:
        file = library.find("setting", other)
        path = beside(Path(name), other) if is_file(Path(name)) else None
        path = path or (file.path if file is not None else None)
        return (None, []) if path is None else read_file(path, shown_path(path))

    setting, more = parse_setting(document, find, [f.id for f in library.files("setting")])
    if setting is None or any(problem.is_error for problem in problems):
        raise ContentError([*problems, *more])
    return setting


def parameters_of(setting: Setting) -> Parameters:
    """The setting's benchmark, without chance. ContentError if its figures have no balance."""
    try:
        return quiet(build_parameters(EconomyData(**to_economy_data(setting))))
    except ValueError as error:
        raise ContentError([unbalanced(Document(setting.id, ""), str(error))]) from error


@functools.cache
def load_parameters(name: str | Path = "2009") -> Parameters:
    """The parameters of a setting, without chance. ContentError if the file has problems."""
    return parameters_of(load_setting(name))


def load_history(name: str | Path, nations: Iterable[str]) -> History:
    """A history script by its id or path, for these nations. ContentError with every problem."""
    document, problems = _found("history", name)
    history, more = parse_document(document, History)
    if history is not None:
        more += lint_history(history, document, nations)
    if history is None or any(problem.is_error for problem in (*problems, *more)):
        raise ContentError([*problems, *more])
    return history


def script_of(setting: Setting, *scripts: History) -> tuple[ScriptLine, ...]:
    """The setting's projects and the scripts as effects, on quarters counted from the benchmark.

    ContentError if two of them use one id: what they say would count twice.
    """
    seen = {entry.id for entry in setting.under_way}
    for script in scripts:
        again = [entry.id for entry in script.entries if entry.id in seen]
        if again:
            raise ContentError([Document(script.id, "").problem("id.twice", id=again[0])])
        seen.update(entry.id for entry in script.entries)
    entries = (*setting.under_way, *(entry for script in scripts for entry in script.entries))
    first = setting.quarter.index + 1
    return tuple(line for entry in entries for line in _lines(entry, tuple(setting.nations), first))


def load_script(nations: tuple[str, ...], name: str | Path = "2010_2018") -> tuple[ScriptLine, ...]:
    """A history script on the quarters of the shipped back-test. ContentError with its problems."""
    entries = load_history(name, nations).entries
    return tuple(line for entry in entries for line in _lines(entry, nations, SHIPPED_FIRST.index))


def _lines(entry: HistoryEntry, nations: tuple[str, ...], first: int) -> Iterator[ScriptLine]:
    targets = entry.targets()
    effect = Effect(
        entry.kind,
        goods=tuple(GOODS.index(good) for good in targets.goods),
        nations=tuple(nations.index(name) for name in targets.nations),
        destinations=tuple(nations.index(name) for name in targets.destinations),
        plants=tuple(PLANTS.index(plant) for plant in targets.plants),
    )
    for begin, after, value in entry.steps():
        stop = NEVER if after is None else after.index - first
        if stop > 0:
            yield ScriptLine(entry.id, effect, begin.index - first, stop, value)


@functools.cache
def load_observations(
    path: Path | None = None,
    first: CalendarQuarter | None = None,
    nations: tuple[str, ...] = (),
) -> tuple[Observation, ...]:
    """A table of observed prices; the shipped one if no path is given.

    `first` is the first played quarter, 2010Q1 if omitted; `nations` may stand under `where`. ContentError
    with the line of everything that is wrong.
    """
    table = path or levels_dir() / "core" / "history" / "observations.csv"
    observations, problems = read_observations(table, first or SHIPPED_FIRST, nations)
    if problems:
        raise ContentError(problems)
    return observations
