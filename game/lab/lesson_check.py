"""`check --lesson`: what a level says of itself against what its games say, with the place of each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from game.content.packs import LoadedLevel
from game.i18n import Text, Translator
from game.lab.paired import BEYOND, SHARE
from game.lab.tournament import Result, finding_text

__all__ = ["FUTURES", "SEED", "CheckedLesson"]

FUTURES = 8
"""Futures of each game: enough that a gain is not luck of its reckoning alone; half as dear as par's."""
SEED = 1


@dataclass(frozen=True)
class CheckedLesson:
    """A level and what was played of its lesson; `result` is None where it declares none."""

    loaded: LoadedLevel
    result: Result | None

    @property
    def good(self) -> bool:
        """Whether every claim came out as declared."""
        return self.result is None or all(found.as_declared for found in self.result.findings)

    @property
    def sentences(self) -> list[Text]:
        """One for each claim, with its place, and one in the end."""
        level = self.loaded.level.id
        if self.result is None:
            return [Text("lesson.none", {"level": level})]
        found = self.result.findings
        lines = [
            Text("lesson.placed", {"place": self._place(at), "finding": finding_text(one)})
            for at, one in enumerate(found)
        ]
        off = sum(not one.as_declared for one in found)
        args = {"level": level, "games": self.result.games, "sets": self.result.members}
        if off:
            return [*lines, Text("lesson.off", {"n": off, "needed": SHARE, "beyond": BEYOND, **args})]
        return [*lines, Text("lesson.good", {"n": len(found), **args})]

    def to_plain(self, translator: Translator) -> dict[str, Any]:
        """As data for JSON."""
        level = self.loaded.level.id
        if self.result is None:
            return {"level": level, "claims": []}
        plain = self.result.to_plain()
        claims = []
        for at, (one, found) in enumerate(zip(plain["lesson"], self.result.findings, strict=True)):
            origin = self.loaded.origin("lesson", at, "kind")
            place = {"file": origin.file, "line": origin.line}
            claims.append({**one, **place, "text": translator.render(finding_text(found))})
        keys = ("games", "futures", "seed", "parameter_sets")
        return {"level": level, **{key: plain[key] for key in keys}, "claims": claims}

    def _place(self, at: int) -> str:
        return str(self.loaded.origin("lesson", at, "kind"))
