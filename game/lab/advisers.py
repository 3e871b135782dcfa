"""The advisers on trial: governments that do what one of them says, beside the archetypes, in the same games.

A follower gives each quarter the first proposal of its adviser, and what has to follow from it; the one who
listens to `all` gives the first proposals of the three. Every quarter's advice is afterwards judged as the
game itself does it (`game.insight.hindsight`), which gives the share that was right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from game.i18n import Text, Translator
from game.insight.adviser import Council, advise
from game.insight.advisers import ADVISERS
from game.insight.hindsight import hindsight
from game.insight.replays import Game
from game.lab.arena import Games, joined, play_games, play_minds
from game.lab.governments import Progress, luck_seeds
from game.lab.workers import ALONE, Workers
from game.rivals.archetype import seat_rivals
from game.rules.rollout import SlotOrders
from game.rules.rulebook import Rulebook
from game.rules.state import State

__all__ = ["ALL", "FOLLOWERS", "Follower", "Row", "show", "trial"]

COUNT = 16
ALL = "all"
OFFICES = tuple(adviser.id for adviser in ADVISERS)
FOLLOWERS = (*OFFICES, ALL)


@dataclass
class Follower:
    """A decider that does what advisers say, in one world. It keeps what was said, by quarter."""

    listens_to: tuple[str, ...]
    councils: dict[int, Council] = field(default_factory=dict)
    orders: dict[int, SlotOrders] = field(default_factory=dict)  # given, int8 [L]
    ahead: dict[int, SlotOrders] = field(default_factory=dict)  # what has to follow, int8 [L]

    def __call__(self, rulebook: Rulebook, state: State, seat: int) -> SlotOrders:
        """Orders int8 [L,B] of every world as in the first."""
        now = state.quarter
        council = advise(rulebook, state, seat, seat_rivals(rulebook, (seat,)))
        self.councils[now] = council
        given = self._at(self.ahead, rulebook, now)
        fresh: set[int] = set()
        for office in self.listens_to:
            for step in council.of(office).plan.steps:
                if step.after == 0 and step.slot not in fresh:
                    fresh.add(step.slot)
                    given[step.slot] = step.option
                for when in range(max(step.after, 1), step.until + 1):
                    self._at(self.ahead, rulebook, now + when)[step.slot] = step.option
        self.orders[now] = given
        return np.repeat(given[:, None], state.size, axis=1)

    @staticmethod
    def _at(script: dict[int, SlotOrders], rulebook: Rulebook, quarter: int) -> SlotOrders:
        return script.setdefault(quarter, np.zeros(len(rulebook.slots), dtype=np.int8))


@dataclass(frozen=True)
class Row:
    """A follower or an archetype in one chair, over games; USD million against doing nothing.

    `error` is the standard error of the mean gain. `right` and `judged` count, by adviser, the proposals of
    its games that were old enough to be judged and turned out better than doing nothing; none of archetypes.
    """

    seat: str
    policy: str
    gain: float
    spread: float
    error: float
    better: float  # share of games that ended better than doing nothing
    met: float
    points: float | None
    right: Mapping[str, int]
    judged: Mapping[str, int]

    def to_plain(self) -> dict[str, Any]:
        """As data for JSON."""
        return {
            "seat": self.seat,
            "policy": self.policy,
            "gain": self.gain,
            "spread": self.spread,
            "standard_error": self.error,
            "better": self.better,
            "met": self.met,
            "points": self.points,
            "record": {name: [self.right[name], self.judged[name]] for name in self.judged},
        }


@dataclass(frozen=True)
class Job:
    """One game of a seat with all followers."""

    rulebook: Rulebook
    seat: int
    seed: int
    count: int


def trial(
    rulebook: Rulebook,
    seeds: int = 20,
    *,
    seed: int = 1,
    seats: Sequence[str] | None = None,
    count: int = COUNT,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> list[Row]:
    """Play `seeds` games of every follower and every archetype in each seat, all with the same luck.

    KeyError for an unknown seat.
    """
    names = tuple(seats or rulebook.seats)
    lucks = luck_seeds(seed, seeds)
    jobs = [Job(rulebook, rulebook.seat(name), int(luck), count) for name in names for luck in lucks]
    found: dict[str, list[_Played]] = {name: [] for name in names}
    for done, played in enumerate(workers.map(play_game, jobs), start=1):
        found[played.seat].append(played)
        if progress is not None:
            progress(done / len(jobs))
    policies = {name: sorted(rulebook.rivals) for name in names}
    others = play_games(rulebook, policies, lucks, count=count, workers=workers)
    rows: list[Row] = []
    for name in names:
        for place, follower in enumerate(FOLLOWERS):
            games = joined([played.games[place] for played in found[name]])
            rows.append(_row(rulebook, games, _sum(found[name], 0, follower), _sum(found[name], 1, follower)))
        rows += [_row(rulebook, games, {}, {}) for games in others if games.seat == name]
    return rows


@dataclass(frozen=True)
class _Played:
    """A game of every follower, and by follower and adviser how much was right, and judged."""

    seat: str
    games: tuple[Games, ...]
    counts: Mapping[str, Mapping[str, tuple[int, int]]]


def play_game(job: Job) -> _Played:
    """One game of every follower in one luck."""
    minds = {name: Follower(OFFICES if name == ALL else (name,)) for name in FOLLOWERS}
    lucks: NDArray[np.uint64] = np.array([job.seed], dtype=np.uint64)
    games = play_minds(job.rulebook, job.seat, minds, lucks, job.count)
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for name, mind in minds.items():
        record = hindsight(_written_down(job, mind), job.seat, mind.councils)
        counts[name] = {office: record.of(office) for office in OFFICES}
    return _Played(job.rulebook.seats[job.seat], tuple(games), counts)


def _written_down(job: Job, mind: Follower) -> Game:
    """A follower's game as the record of a person's."""
    book = job.rulebook
    orders = np.zeros((book.quarters, book.seat_count, len(book.slots)), dtype=np.int8)
    for quarter, given in mind.orders.items():
        orders[quarter, job.seat] = given
    return Game(book, job.seed, (job.seat,), orders, seat_rivals(book, (job.seat,)))


def _sum(played: Sequence[_Played], which: int, follower: str) -> dict[str, int]:
    return {office: sum(one.counts[follower][office][which] for one in played) for office in OFFICES}


def _row(rulebook: Rulebook, games: Games, right: Mapping[str, int], judged: Mapping[str, int]) -> Row:
    gain = games.gain
    par = rulebook.level.par.get(games.seat)
    mean = float(gain.mean())
    spread = float(gain.std(ddof=1)) if gain.size > 1 else 0.0
    return Row(
        seat=games.seat,
        policy=games.policy,
        gain=mean,
        spread=spread,
        error=spread / float(np.sqrt(gain.size)),
        better=float((gain > 0.0).mean()),
        met=float(games.mandate_met.mean()),
        points=100.0 * mean / float(par.p90_musd) if par is not None and par.p90_musd > 0 else None,
        right=right,
        judged=judged,
    )


def show(rulebook: Rulebook, rows: Sequence[Row], translator: Translator) -> None:
    """The rows as a table on the terminal, best first within each seat."""
    tr = translator.tr
    table = Table(title=tr("tournament.advisers.title"), caption=tr("tournament.advisers.note"))
    table.add_column(tr("tournament.seat"))
    table.add_column(tr("tournament.advisers.policy"))
    for name in ("gain", "spread", "better", "points", "met", "right"):
        table.add_column(tr(f"tournament.advisers.{name}"), justify="right")
    order = list(rulebook.seats)
    for row in sorted(rows, key=lambda r: (order.index(r.seat), -r.gain)):
        judged, right = sum(row.judged.values()), sum(row.right.values())
        if row.policy in row.judged:
            judged, right = row.judged[row.policy], row.right[row.policy]
        table.add_row(
            translator.render(_named(rulebook.level.seats[row.seat].name)),
            translator.render(_policy(rulebook, row)),
            translator.number(row.gain, signed=True),
            translator.number(row.spread),
            translator.percent(row.better),
            translator.number(row.points) if row.points is not None else "–",
            translator.percent(row.met),
            tr("play.advice.record", right=right, n=judged) if judged else "–",
        )
    console = Console()
    console.width = max(console.width, 110)
    console.print(table)


def _policy(rulebook: Rulebook, row: Row) -> Text:
    if not row.judged:
        return _named(rulebook.rivals[row.policy].name)
    who = Text("tournament.advisers.all") if row.policy == ALL else Text(f"play.adviser.{row.policy}")
    return Text("tournament.advisers.follows", {"who": who})


def _named(text: Any) -> Text:
    return Text({language: text.in_language(language) for language in ("en", "zh-Hans")})
