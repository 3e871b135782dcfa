"""Every archetype in every chair: what it gains, on which line, and whether its mandate is met."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.table import Table

from game.i18n import Text, Translator
from game.lab.governments import Progress, govern, luck_seeds, play_twins
from game.rivals.archetype import archetype
from game.rules.rulebook import Rulebook
from game.rules.score import Reckoning
from game.rules.state import ACCOUNT_LINES

COUNT = 16


@dataclass(frozen=True)
class Row:
    """One archetype in one chair, averaged over seeds and futures; USD million, against doing nothing.

    `spread` is the standard deviation of the gain over seeds and futures; `met` the share of seeds in which
    the mandate was kept; `verdicts` the same for each of its lines. `points` is None where the level has no
    par.
    """

    seat: str
    archetype: str
    account: float
    gain: float
    lines: tuple[float, float, float, float]
    spread: float
    calm: float
    stressed: float
    points: float | None
    met: float
    verdicts: tuple[tuple[str, float, float], ...]  # kind, share met, median value

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "seat": self.seat,
            "archetype": self.archetype,
            "account": self.account,
            "gain": self.gain,
            "lines": dict(zip(ACCOUNT_LINES, self.lines, strict=True)),
            "spread": self.spread,
            "calm": self.calm,
            "stressed": self.stressed,
            "points": self.points,
            "met": self.met,
            "verdicts": [{"kind": k, "met": share, "median": value} for k, share, value in self.verdicts],
        }


def tournament(
    rulebook: Rulebook,
    seeds: int = 20,
    *,
    seed: int = 1,
    seats: Sequence[str] | None = None,
    archetypes: Sequence[str] | None = None,
    count: int = COUNT,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Row]:
    """Play `seeds` games of every archetype in every seat, with the same luck for all of them.

    Raises KeyError for an unknown seat, RivalError for an unknown archetype.
    """
    chairs = [rulebook.seat(name) for name in (seats or rulebook.seats)]
    names = list(archetypes or sorted(rulebook.rivals))
    rows: list[Row] = []
    for seat in chairs:
        twins = play_twins(rulebook, seat, luck_seeds(seed, seeds), count, executor)
        for name in names:
            results = list(govern(rulebook, twins, archetype(rulebook, name), np.arange(seeds), executor))
            rows.append(_row(rulebook.seats[seat], name, results))
            if progress is not None:
                progress(len(rows) / (len(chairs) * len(names)))
    return rows


def _row(seat: str, name: str, results: list[Reckoning]) -> Row:
    gains = np.stack([r.gain for r in results])
    stressed = np.stack([r.stressed for r in results]) > 0
    lines = np.mean([(r.lines - r.twin_lines).mean(axis=-1) for r in results], axis=0)
    points = [r.points for r in results if r.points is not None]
    verdicts = []
    for at, verdict in enumerate(results[0].verdicts):
        same = [r.verdicts[at] for r in results]
        share = float(np.mean([v.met for v in same]))
        verdicts.append((verdict.kind, share, float(np.median([v.value for v in same]))))
    return Row(
        seat=seat,
        archetype=name,
        account=float(np.mean([r.lines.sum(axis=0).mean() for r in results])),
        gain=float(gains.mean()),
        lines=(float(lines[0]), float(lines[1]), float(lines[2]), float(lines[3])),
        spread=float(gains.std()),
        calm=float(gains[~stressed].mean()) if (~stressed).any() else 0.0,
        stressed=float(gains[stressed].mean()) if stressed.any() else 0.0,
        points=float(np.mean(points)) if points else None,
        met=float(np.mean([r.mandate_met for r in results])),
        verdicts=tuple(verdicts),
    )


def table(rulebook: Rulebook, rows: Sequence[Row], translator: Translator) -> Table:
    """The rows as a table for the terminal, best first within each seat."""
    tr = translator.tr
    result = Table(title=tr("tournament.title"), caption=tr("tournament.note"))
    result.add_column(tr("tournament.seat"))
    result.add_column(tr("tournament.archetype"))
    for name in ("gain", *ACCOUNT_LINES, "spread", "points", "met"):
        result.add_column(tr(f"tournament.{name}"), justify="right")
    order = list(rulebook.seats)
    for row in sorted(rows, key=lambda r: (order.index(r.seat), -r.gain)):
        rival = rulebook.rivals[row.archetype]
        result.add_row(
            translator.render(_named(rulebook.level.seats[row.seat].name)),
            translator.render(_named(rival.name)),
            *(translator.number(value, signed=True) for value in (row.gain, *row.lines)),
            translator.number(row.spread),
            translator.number(row.points) if row.points is not None else "–",
            translator.percent(row.met),
        )
    return result


def _named(text: Any) -> Text:
    return Text({language: text.in_language(language) for language in ("en", "zh-Hans")})
