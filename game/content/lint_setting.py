"""Sense of a setting and of a history script: named nations must be there, projects must lie ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from game.content.parsing import did_you_mean
from game.content.problem import Problem, Severity
from game.content.reader import Document, Scalar, Steps, path_place

if TYPE_CHECKING:
    from game.content.history import History, HistoryEntry
    from game.content.level import Level
    from game.content.setting import Setting

__all__ = ["lint_history", "lint_setting", "out_of_time", "unbalanced"]

Named = Iterator[tuple[str, Steps]]
ENDS = ("nations", "destinations", "origins")


def lint_setting(setting: Setting, document: Document) -> list[Problem]:
    """Problems of a setting that is well formed by itself."""
    problems = _unknown(document, _named_in(setting), tuple(setting.nations))
    cited: list[tuple[str, Steps]] = [
        (figure.source, tuple(place.split("."))) for place, figure in setting.figures()
    ]
    for table in ("partners", "under_way"):
        cited += [(item.source, (table, i)) for i, item in enumerate(getattr(setting, table))]
    for name, path in cited:
        if name not in setting.sources:
            hint = did_you_mean(name, setting.sources)
            problems.append(_at(document, (*path, "source"), "source.none", hint=hint, name=name))
    for index, entry in enumerate(setting.under_way):
        if entry.kind != "capacity":
            problems.append(_at(document, ("under_way", index, "kind"), "setting.under_way", id=entry.id))
        if entry.from_quarter <= setting.quarter:
            where = ("under_way", index, "from")
            problems.append(_at(document, where, "setting.begun", id=entry.id, quarter=setting.quarter))
        if entry.kind == "capacity" and entry.to_quarter is None:
            problems.append(_at(document, ("under_way", index, "to"), "history.endless", id=entry.id))
    return problems


def lint_history(history: History, document: Document, nations: Iterable[str]) -> list[Problem]:
    """Problems of a well-formed history script that is to be played with these nations."""
    named = (pair for i, entry in enumerate(history.entries) for pair in _of_entry(entry, ("entries", i)))
    problems = _unknown(document, named, tuple(nations))
    seen: set[str] = set()
    for index, entry in enumerate(history.entries):
        if entry.id in seen:
            problems.append(_at(document, ("entries", index, "id"), "id.twice", id=entry.id))
        seen.add(entry.id)
        if history.sources and entry.source not in history.sources:
            hint = did_you_mean(entry.source, history.sources)
            where = ("entries", index, "source")
            problems.append(_at(document, where, "source.none", hint=hint, name=entry.source))
        if entry.kind == "capacity" and entry.to_quarter is None:
            problems.append(_at(document, ("entries", index, "to"), "history.endless", id=entry.id))
    return problems


def out_of_time(level: Level, setting: Setting, document: Document) -> list[Problem]:
    """A warning where a level does not begin in the quarter after its setting's benchmark."""
    if level.start.index == setting.quarter.index + 1:
        return []
    names = {"start": str(level.start), "id": setting.id, "quarter": str(setting.quarter)}
    return [replace(_at(document, ("start",), "level.begins", **names), severity=Severity.WARNING)]


def unbalanced(document: Document, reason: str) -> Problem:
    """The figures of a setting contradict each other; `reason` is the economy's sentence."""
    return _at(document, ("balancing_nation",), "setting.balance", reason=reason)


def _named_in(setting: Setting) -> Named:
    yield setting.balancing_nation, ("balancing_nation",)
    yield setting.prices.inside, ("prices", "inside")
    for name in setting.export_duty:
        yield name, ("export_duty", name)
    for index, link in enumerate(setting.partners):
        yield link.seller, ("partners", index, "seller")
        yield link.buyer, ("partners", index, "buyer")
    for index, entry in enumerate(setting.under_way):
        yield from _of_entry(entry, ("under_way", index))


def _of_entry(entry: HistoryEntry, path: Steps) -> Named:
    for end in ENDS:
        for index, name in enumerate(getattr(entry, end)):
            yield name, (*path, end, index)


def _unknown(document: Document, named: Named, nations: tuple[str, ...]) -> list[Problem]:
    return [
        _at(document, path, "nation.none", hint=did_you_mean(name, nations), name=name)
        for name, path in named
        if name not in nations
    ]


def _at(document: Document, path: Steps, code: str, hint: Any = None, **args: Any) -> Problem:
    if document.root is None:
        return document.problem(code, hint=hint, **args)
    place = path_place(document.root, path)
    at = place.node if isinstance(place.node, Scalar) or place.own_key is None else place.own_key
    return document.problem(code, at, hint=hint, **args)
