"""Advice by looking ahead: every plan of the quarter in believed futures, seen with three pairs of eyes.

First all plans in a few futures, then the best of each adviser in more. Futures come from `imagine` (fresh
luck, believed events, nobody's secrets, a member of the ensemble each), all plans meet the same ones, rivals
react, and after its plan the government gives no further orders. Beyond the last quarter looked at the
account goes on as in the last year of it, fading, until the level's reckoning ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.economy.batch import concat
from game.economy.parameters import Parameters
from game.insight.advisers import ADVISERS, GAUGES, NOTICED_MUSD, Adviser, budget_musd
from game.insight.plans import WAIT, Plan, orders_of, plans
from game.rules.accounts import close_account
from game.rules.imagine import imagine
from game.rules.resolve import Turn
from game.rules.rollout import Decider, SlotOrders, rollout, scripted
from game.rules.rulebook import Rulebook
from game.rules.state import ACCOUNT_LINES, Floats, State

__all__ = ["Advice", "Council", "Outcome", "Reason", "Trace", "advise", "advise_all", "look_ahead", "roll"]

# How far and how often to look was chosen by comparing with the whole way to the reckoning: docs/lesson.md.
HORIZON = 15  # quarters looked at: far enough for a plant
FUTURES = 12  # for the plans that are proposed
SCREENED = (
    1  # futures in which every plan is tried: with the same luck for all, one ranks them much as four do
)
SCREENED_HORIZON = 14
FINALISTS = 6  # plans that are looked at closely, waiting not counted
FADE = 0.96  # a quarter: so much of last year's gain goes on
SHOWN = 3  # proposals of an adviser at most
LEAST = 2  # proposals of an adviser, even if the second is no better than waiting
YEAR = 4
WORTH_A_PAPER = 0.02  # of a quarter's budget: below it an adviser says to wait


@dataclass(frozen=True)
class Trace:
    """Roll-outs of P plans in F futures over H quarters; the first plan is waiting.

    `lines` [H,4,P,F]: the account, closed after each quarter; `gauges` [H,G,P,F]; `tail` [4,P,F]: what the
    account gains after the horizon if its last year goes on. USD million, discounted.
    """

    first: int  # quarter of column 0 (0-based)
    lines: Floats
    gauges: Floats
    tail: Floats

    @property
    def gains(self) -> Floats:
        """The account's lines at the end against waiting, [4,P,F]."""
        ends = self.lines[-1] + self.tail
        gains: Floats = ends - ends[:, :1]
        return gains

    @property
    def gauge_gains(self) -> Floats:
        """Each gauge, averaged over the quarters, against waiting, [G,P,F]."""
        mean = self.gauges.mean(axis=0)
        gains: Floats = mean - mean[:, :1]
        return gains


@dataclass(frozen=True)
class Reason:
    """What moves most: a line of the account or a gauge, by how much against waiting, and when most.

    `quarter` is 0-based; None for a line: most of it comes after the quarters looked at.
    """

    name: str
    amount: float
    quarter: int | None


@dataclass(frozen=True)
class Outcome:
    """A plan in an adviser's eyes, against waiting in the same futures.

    `value_musd` is the mean by the adviser's own measure, `horizon` quarters ahead. The rest is on the
    account, USD million: better than waiting in `wins` of `futures`; `median`, and `low` and `high`, the
    5th and 95th percentile.
    """

    plan: Plan
    value_musd: float
    wins: int
    futures: int
    median_musd: float
    low_musd: float
    high_musd: float
    reasons: tuple[Reason, ...]
    horizon: int


@dataclass(frozen=True)
class Advice:
    """What one adviser proposes, best first. The first is WAIT where nothing is better in their eyes."""

    adviser: str
    outcomes: tuple[Outcome, ...]

    @property
    def plan(self) -> Plan:
        """What the adviser would do."""
        return self.outcomes[0].plan


@dataclass(frozen=True)
class Council:
    """The advice of a quarter (0-based): `tried` plans, waiting included, the best of them in `futures`
    futures, `horizon` quarters ahead."""

    quarter: int
    horizon: int
    futures: int
    tried: int
    advice: tuple[Advice, ...]

    def of(self, adviser: str) -> Advice:
        """One adviser's. Raises KeyError."""
        for one in self.advice:
            if one.adviser == adviser:
                return one
        raise KeyError(adviser)

    @property
    def agreed(self) -> bool:
        """Whether all of them would do the same."""
        return len({one.plan for one in self.advice}) == 1


def advise(
    rulebook: Rulebook,
    state: State,
    seat: int,
    rivals: Mapping[int, Decider],
    *,
    parameters: Parameters | None = None,
    horizon: int = HORIZON,
    futures: int = FUTURES,
    salt: int = 1,
) -> Council:
    """The three advisers on the quarter at hand (column 0 of `state`).

    `parameters` (last axis 1) are what is believed of the economy, by default the ensemble's.
    """
    worlds = [state]
    return advise_all(
        rulebook, worlds, seat, rivals, parameters=parameters, horizon=horizon, futures=futures, salt=salt
    )[0]


def advise_all(
    rulebook: Rulebook,
    states: Sequence[State],
    seat: int,
    rivals: Mapping[int, Decider],
    *,
    parameters: Parameters | None = None,
    horizon: int = HORIZON,
    futures: int = FUTURES,
    salt: int = 1,
) -> list[Council]:
    """The advice of several games in the same quarter, as `advise` gives it for each, in one go."""
    everything = [plans(rulebook, state, seat) for state in states]
    at_a_glance = min(horizon, SCREENED_HORIZON)
    asked = list(zip(states, everything, strict=True))
    rough = look_ahead(rulebook, asked, seat, rivals, SCREENED, at_a_glance, salt=salt, parameters=parameters)
    chosen = [
        [tried[row] for row in _finalists(rulebook, seat, tried, trace)]
        for tried, trace in zip(everything, rough, strict=True)
    ]
    asked = [(state, tuple(found)) for state, found in zip(states, chosen, strict=True)]
    close = look_ahead(rulebook, asked, seat, rivals, futures, horizon, salt=salt + 1, parameters=parameters)
    councils = []
    for state, tried, found, trace in zip(states, everything, chosen, close, strict=True):
        advice = tuple(_propose(rulebook, seat, adviser, found, trace) for adviser in ADVISERS)
        councils.append(Council(state.quarter, trace.lines.shape[0], futures, len(tried), advice))
    return councils


def look_ahead(
    rulebook: Rulebook,
    asked: Sequence[tuple[State, Sequence[Plan]]],
    seat: int,
    rivals: Mapping[int, Decider],
    futures: int,
    horizon: int = HORIZON,
    *,
    salt: int = 0,
    parameters: Parameters | None = None,
) -> list[Trace]:
    """Roll the plans of some games out, those of a game in the same believed futures; a trace for each game.

    All games are in the same quarter; column 0 of a state is its present. `parameters` (last axis `futures`
    or 1) are what is believed of the economy, by default the ensemble's.
    """
    believed = rulebook.beliefs(futures) if parameters is None else parameters
    worlds, scripts, lucks, shapes = [], [], [], []
    for state, chosen in asked:
        each = np.tile(np.arange(futures), len(chosen))
        worlds.append(imagine(rulebook, state, seat, futures, salt, believed).take(each))
        scripts.append(orders_of(rulebook, state.quarter, chosen, futures))
        lucks.append(each)
        shapes.append((len(chosen), futures))
    together = concat(worlds) if len(worlds) > 1 else worlds[0]
    deciders = {other: decide for other, decide in rivals.items() if other != seat}
    deciders[seat] = scripted(_beside(rulebook, scripts, shapes))
    members = believed.take(np.concatenate(lucks))
    return roll(rulebook, together, seat, deciders, horizon, shapes, members)


def _beside(
    rulebook: Rulebook, scripts: Sequence[dict[int, SlotOrders]], shapes: Sequence[tuple[int, int]]
) -> dict[int, SlotOrders]:
    """Scripts of several games beside each other, int8 [L,B] by quarter."""
    widths = [count * futures for count, futures in shapes]
    starts = np.cumsum([0, *widths])
    found: dict[int, SlotOrders] = {}
    for script, start, width in zip(scripts, starts, widths, strict=False):
        for quarter, orders in script.items():
            empty = np.zeros((len(rulebook.slots), int(starts[-1])), dtype=np.int8)
            found.setdefault(quarter, empty)[:, start : start + width] = orders
    return found


def roll(
    rulebook: Rulebook,
    worlds: State,
    seat: int,
    deciders: Mapping[int, Decider],
    horizon: int,
    shapes: Sequence[tuple[int, int]],
    parameters: Parameters,
) -> list[Trace]:
    """Play worlds on and watch a seat. `shapes` are the plans and futures that the worlds stand for, game by
    game; `parameters` those believed in, last axis 1 or one a world."""
    left = max(rulebook.quarters + rulebook.caretaker - worlds.quarter, 1)
    steps = min(horizon, left)
    lines: list[Floats] = []
    gauges: list[Floats] = []

    def watch(turn: Turn) -> None:
        lines.append(close_account(rulebook, turn.state)[:, seat])
        gauges.append(np.stack([read(rulebook, turn.state, seat) for read in GAUGES.values()]))

    rollout(rulebook, worlds, deciders, steps, parameters=parameters, watch=watch)
    account, course = np.stack(lines), np.stack(gauges)
    tail = _tail(rulebook, account, left - steps)
    found, at = [], 0
    for count, futures in shapes:
        mine = slice(at, at + count * futures)
        at += count * futures
        found.append(
            Trace(
                worlds.quarter,
                account[..., mine].reshape(steps, -1, count, futures),
                course[..., mine].reshape(steps, -1, count, futures),
                tail[..., mine].reshape(-1, count, futures),
            )
        )
    return found


def _tail(rulebook: Rulebook, account: Floats, left: int) -> Floats:
    """What the account gains in the quarters that are left if its last year fades, [4,B]."""
    back = min(YEAR, account.shape[0] - 1)
    if left <= 0 or back < 1:
        return np.zeros_like(account[-1])
    rate = FADE * (1.0 + float(rulebook.level.discount_year)) ** -0.25
    quarters = sum(rate**k for k in range(1, left + 1))
    tail: Floats = (account[-1] - account[-1 - back]) / back * quarters
    return tail


def _values(rulebook: Rulebook, seat: int, adviser: Adviser, trace: Trace) -> Floats:
    """Each plan in an adviser's eyes against waiting, mean over the futures, [P]."""
    lines = np.einsum("l,lp->p", adviser.weights(), trace.gains.mean(axis=-1))
    prices = adviser.prices(rulebook, seat)
    values: Floats = lines + np.einsum("g,gp->p", prices, trace.gauge_gains.mean(axis=-1))
    return values


def _ranked(chosen: Sequence[Plan], values: Floats) -> list[int]:
    """Rows of plans, best first, each first order but once, waiting left out."""
    rows: list[int] = []
    seen = set()
    for row in np.argsort(-values, kind="stable").tolist():
        plan = chosen[row]
        if plan == WAIT or plan.now[0].slot in seen:
            continue
        seen.add(plan.now[0].slot)
        rows.append(row)
    return rows


def _finalists(rulebook: Rulebook, seat: int, everything: Sequence[Plan], rough: Trace) -> list[int]:
    """Rows of waiting and of the plans that are looked at closely: the advisers choose in turn."""
    ranked = [_ranked(everything, _values(rulebook, seat, adviser, rough)) for adviser in ADVISERS]
    found = [0]
    for place in range(SHOWN):
        for rows in ranked:
            if place < len(rows) and rows[place] not in found and len(found) <= FINALISTS:
                found.append(rows[place])
    return found


def _propose(rulebook: Rulebook, seat: int, adviser: Adviser, chosen: Sequence[Plan], trace: Trace) -> Advice:
    values = _values(rulebook, seat, adviser, trace)
    bar = max(WORTH_A_PAPER * budget_musd(rulebook, seat), NOTICED_MUSD)
    rows = _ranked(chosen, values)
    good = [row for row in rows if values[row] > bar][:SHOWN]
    if not good:
        good = [0, *rows[: LEAST - 1]]
    elif len(good) < LEAST:
        good += rows[len(good) : LEAST] or [0]
    found = [_outcome(rulebook, seat, adviser, chosen[row], float(values[row]), trace, row) for row in good]
    return Advice(adviser.id, tuple(found))


def _outcome(
    rulebook: Rulebook, seat: int, adviser: Adviser, plan: Plan, value: float, trace: Trace, row: int
) -> Outcome:
    gains = trace.gains[:, row].sum(axis=0)
    low, median, high = (float(x) for x in np.quantile(gains, (0.05, 0.5, 0.95)))
    return Outcome(
        plan,
        value,
        int((gains > NOTICED_MUSD).sum()),
        int(gains.size),
        median,
        low,
        high,
        _reasons(rulebook, seat, adviser, trace, row) if plan != WAIT else (),
        trace.lines.shape[0],
    )


def _reasons(rulebook: Rulebook, seat: int, adviser: Adviser, trace: Trace, row: int) -> tuple[Reason, ...]:
    """What speaks for a plan most in the adviser's eyes, and what most against it."""
    amounts = np.concatenate([trace.gains[:, row].mean(axis=-1), trace.gauge_gains[:, row].mean(axis=-1)])
    weights = np.concatenate([adviser.weights(), adviser.prices(rulebook, seat)])
    worth = amounts * weights
    found = []
    for place, counts in ((int(worth.argmax()), worth.max() > 0), (int(worth.argmin()), worth.min() < 0)):
        if counts and abs(worth[place]) > NOTICED_MUSD:
            found.append(_reason(trace, row, place, float(amounts[place])))
    return tuple(found)


def _reason(trace: Trace, row: int, place: int, amount: float) -> Reason:
    count = len(ACCOUNT_LINES)
    if place >= count:
        course = trace.gauges[:, place - count].mean(axis=-1)
        apart = (course[:, row] - course[:, 0]) * np.sign(amount)
        return Reason(list(GAUGES)[place - count], amount, trace.first + _peak(apart))
    course = trace.lines[:, place].mean(axis=-1)
    apart = course[:, row] - course[:, 0]
    each = np.diff(apart, prepend=0.0) * np.sign(amount)
    tail = trace.tail[place].mean(axis=-1)
    later = (tail[row] - tail[0]) * np.sign(amount)
    late = later > 0.5 * abs(amount)
    return Reason(ACCOUNT_LINES[place], amount, None if late else trace.first + _peak(each))


def _peak(course: NDArray[np.float64]) -> int:
    """The quarter in which it is largest, the first of equals."""
    return int(course.argmax())
