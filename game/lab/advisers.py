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
from game.insight.adviser import Council, advise_all
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
GAMES_A_JOB = 10
ALL = "all"
OFFICES = tuple(adviser.id for adviser in ADVISERS)
FOLLOWERS = (*OFFICES, ALL)


@dataclass
class Follower:
    """A decider that does what advisers say, in every world for itself.

    It keeps by quarter what was said in each world, the orders that it gave, and those that have to follow,
    int8 [L,B].
    """

    listens_to: tuple[str, ...]
    councils: dict[int, list[Council]] = field(default_factory=dict)
    orders: dict[int, SlotOrders] = field(default_factory=dict)
    ahead: dict[int, SlotOrders] = field(default_factory=dict)

    def __call__(self, rulebook: Rulebook, state: State, seat: int) -> SlotOrders:
        """Orders int8 [L,B]."""
        now = state.quarter
        worlds = [state.take([world]) for world in range(state.size)]
        self.councils[now] = advise_all(rulebook, worlds, seat, seat_rivals(rulebook, (seat,)))
        self.orders[now] = self._at(rulebook, now, state.size)
        for world, council in enumerate(self.councils[now]):
            fresh: set[int] = set()
            for office in self.listens_to:
                for step in council.of(office).plan.steps:
                    if step.after == 0 and step.slot not in fresh:
                        fresh.add(step.slot)
                        self.orders[now][step.slot, world] = step.option
                    for when in range(max(step.after, 1), step.until + 1):
                        self._at(rulebook, now + when, state.size)[step.slot, world] = step.option
        return self.orders[now]

    def _at(self, rulebook: Rulebook, quarter: int, worlds: int) -> SlotOrders:
        return self.ahead.setdefault(quarter, np.zeros((len(rulebook.slots), worlds), dtype=np.int8))


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
    """Some games of a seat with all followers."""

    rulebook: Rulebook
    seat: int
    seeds: NDArray[np.uint64]
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
    parts = np.array_split(lucks, -(-seeds // GAMES_A_JOB))
    jobs = [Job(rulebook, rulebook.seat(name), part, count) for name in names for part in parts]
    found: dict[str, list[_Played]] = {name: [] for name in names}
    for done, played in enumerate(workers.map(play_job, jobs), start=1):
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
    """Games of every follower, and by follower and adviser how much was right, and judged."""

    seat: str
    games: tuple[Games, ...]
    counts: Mapping[str, Mapping[str, tuple[int, int]]]


def play_job(job: Job) -> _Played:
    """Games of every follower in the same luck."""
    minds = {name: Follower(OFFICES if name == ALL else (name,)) for name in FOLLOWERS}
    games = play_minds(job.rulebook, job.seat, minds, job.seeds, job.count)
    counts = {name: _judged(job, mind) for name, mind in minds.items()}
    return _Played(job.rulebook.seats[job.seat], tuple(games), counts)


def _judged(job: Job, mind: Follower) -> dict[str, tuple[int, int]]:
    """How often each adviser was right in a follower's games, and of how many times."""
    found = dict.fromkeys(OFFICES, (0, 0))
    for world, seed in enumerate(job.seeds):
        councils = {quarter: said[world] for quarter, said in mind.councils.items()}
        record = hindsight(_written_down(job, mind, world, int(seed)), job.seat, councils)
        for office in OFFICES:
            right, judged = record.of(office)
            found[office] = (found[office][0] + right, found[office][1] + judged)
    return found


def _written_down(job: Job, mind: Follower, world: int, seed: int) -> Game:
    """A follower's game as the record of a person's."""
    book = job.rulebook
    orders = np.zeros((book.quarters, book.seat_count, len(book.slots)), dtype=np.int8)
    for quarter, given in mind.orders.items():
        orders[quarter, job.seat] = given[:, world]
    return Game(book, seed, (job.seat,), orders, seat_rivals(book, (job.seat,)))


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
