"""Tables of observed prices (CSV): what the back-test compares the model with."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.content.fields import CalendarQuarter, parse_calendar
from game.content.packs import shown_path
from game.content.parsing import did_you_mean
from game.content.problem import Problem
from game.content.reader import Document, Scalar, read_characters
from game.content.vocabulary import GOODS
from game.i18n import Text

__all__ = ["COLUMNS", "MOST_QUARTERS", "Observation", "read_observations"]

COLUMNS = (
    "id", "good", "where", "from", "to", "statistic", "usd_kg", "weight", "episode", "source", "confidence",
)  # fmt: skip
"""Columns of a table of observations, in any order; further ones are passed over."""
_WORDS = {
    "good": GOODS,
    "statistic": ("mean", "end"),
    "confidence": ("sourced", "derived", "recalled", "judgement"),
}
_OTHER_SEPARATORS = {";": ";", "\t": "Tab"}
MOST_QUARTERS = 200
"""A back-test plays no more."""


@dataclass(frozen=True)
class Observation:
    """One observed price, USD/kg; `statistic` is the mean over the quarters, or the value at their end.

    Quarters count from the first after the benchmark. `where` is `inside`, `outside` or a nation.
    """

    id: str
    good: int
    where: str
    start: int
    stop: int
    statistic: str
    usd_kg: float
    weight: float
    episode: str
    source: str
    confidence: str

    @property
    def inside(self) -> bool:
        return self.where == "inside"


def read_observations(
    path: Path, first: CalendarQuarter, nations: tuple[str, ...]
) -> tuple[tuple[Observation, ...], list[Problem]]:
    """The observations of a table, and what is wrong with it. Never raises for what is in the file."""
    document, problems = read_characters(path, shown_path(path))
    return ((), problems) if problems else _Table(document, first, nations).read()


class _Table:
    """One table of observations while it is read; collects every problem."""

    def __init__(self, document: Document, first: CalendarQuarter, nations: tuple[str, ...]) -> None:
        self.document = document
        self.first = first
        self.words = {**_WORDS, "where": ("outside", "inside", *nations)}
        self.problems: list[Problem] = []
        self.line = 1
        self.early = False

    def say(self, code: str, hint: Text | None = None, **args: Any) -> None:
        text = self.document.line(self.line)
        cell = args.get("found", "")
        column = text.find(cell) + 1 if cell and cell in text else 1
        at = Scalar(cell, self.line, column, len(cell) or 1)
        self.problems.append(self.document.problem(code, at, hint=hint, **args))

    def read(self) -> tuple[tuple[Observation, ...], list[Problem]]:
        rows = csv.reader(io.StringIO(self.document.text, newline=""))
        seen: dict[str, Observation] = {}
        try:
            head = [cell.strip() for cell in next(rows, [])]
            missing = [name for name in COLUMNS if name not in head]
            if missing:
                self.columns(head, missing)
                return (), self.problems
            if twice := [name for name in COLUMNS if head.count(name) > 1]:
                self.say("table.twice", found=twice[0])
                return (), self.problems
            before = rows.line_num
            for cells in rows:
                self.line, before = before + 1, rows.line_num
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(head):
                    self.say("table.cells", n=str(len(cells)), m=str(len(head)))
                    continue
                one = self.row(dict(zip(head, (cell.strip() for cell in cells), strict=True)))
                if one is not None and one.id in seen:
                    self.say("id.twice", id=one.id)
                elif one is not None:
                    seen[one.id] = one
        except csv.Error:
            self.line = max(1, rows.line_num)
            self.say("table.broken")
        if not seen and not self.problems:
            self.say("table.empty")
        return (() if self.problems else tuple(seen.values())), self.problems

    def columns(self, head: list[str], missing: list[str]) -> None:
        """Columns that are not there; many a spreadsheet separates cells by something else."""
        found = [name for mark, name in _OTHER_SEPARATORS.items() if len(head) == 1 and mark in head[0]]
        hint = Text("content.hint.separator", {"found": found[0]}) if found else None
        self.say("table.columns", hint, missing=", ".join(missing), columns=", ".join(COLUMNS))

    def row(self, cells: dict[str, str]) -> Observation | None:
        said = len(self.problems)
        for column, words in self.words.items():
            if cells[column] not in words:
                hint = did_you_mean(cells[column], words)
                self.say("table.word", hint, column=column, found=cells[column])
        for column in ("id", "episode", "source"):
            if not cells[column]:
                self.say("table.blank", column=column)
        start, end = self.quarter(cells, "from"), self.quarter(cells, "to")
        price, weight = self.number(cells, "usd_kg"), self.number(cells, "weight")
        if end is not None and end.index - self.first.index >= MOST_QUARTERS:
            self.say("table.late", found=cells["to"], n=MOST_QUARTERS)
        if start is not None and end is not None:
            if end < start:
                self.say("table.order", found=cells["to"], start=cells["from"])
            if start < self.first and not self.early:  # one is enough: it is the wrong table, or setting
                self.say("table.early", found=cells["from"], first=str(self.first))
            self.early = self.early or start < self.first
        if len(self.problems) > said or self.early or start is None or end is None:
            return None
        return Observation(
            id=cells["id"],
            good=GOODS.index(cells["good"]),
            where=cells["where"],
            start=start.index - self.first.index,
            stop=end.index - self.first.index + 1,
            statistic=cells["statistic"],
            usd_kg=price,
            weight=weight,
            episode=cells["episode"],
            source=cells["source"],
            confidence=cells["confidence"],
        )

    def quarter(self, cells: dict[str, str], column: str) -> CalendarQuarter | None:
        try:
            return parse_calendar(cells[column])
        except ValueError:
            self.say("table.quarter", column=column, found=cells[column])
            return None

    def number(self, cells: dict[str, str], column: str) -> float:
        try:
            number = float(cells[column])
        except ValueError:
            number = math.nan
        if not 0.0 < number < 1e12:
            self.say("table.number", column=column, found=cells[column])
        return number
