"""Why figures moved since last quarter: exact Shapley shares of what is new in the quarter.

The quarter is played again in all coalitions of at most `MOST` causes, a world each, in one batch; a cause
that is not in a coalition is held back (`rules.causes`). The worth of a coalition is every figure that
clearing decides: prices, cover, magnet output, the bill, what nations make. What the quarter would have
brought with all causes held back, less last quarter's figure, is carried over from earlier quarters; shares
and that remainder add up to the change. Money, confidence, influence and trust need none of this: the ledger
says what moved them.

Changes that move no figure, whether they come alone or are the only ones missing, are no causes. Where there
are more changes than causes, those of a kind are taken together, and the ones with the largest effect are
named by themselves first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.economy.dims import GOODS
from game.insight.shapley import shapley
from game.rules.causes import Causes, Change, changes_of
from game.rules.features import cover_days
from game.rules.legality import stock_months
from game.rules.orders import OrderArray
from game.rules.resolve import Turn, resolve
from game.rules.rulebook import Rulebook
from game.rules.state import Floats, State
from game.rules.tables import home_bill0

MOST: Final = 8  # causes: 256 worlds
MINOR: Final = 3.0
"""How many times more a change has to move to be named at the cost of telling growth from chance."""
_LEAST_BILL_MUSD = 1e-6

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Cause:
    """Changes that are taken as one. `kind`: demand, chance, supply, stocks, capacity, history, news, or
    orders of `seat` (-1: of several); with too little room for each, `news` holds history too, `opening`
    supply and stocks, `need` demand and chance."""

    kind: str
    seat: int
    changes: tuple[Change, ...]


_KINDS: Final = {
    "demand": "demand", "luck": "chance", "supply": "supply", "stocks": "stocks", "plants": "capacity",
    "project": "capacity", "site": "capacity", "script": "history", "event": "news",
}  # fmt: skip
"""Kind of change -> kind of cause; all others are a government's orders."""
_JOINED: Final = (
    ("history", "news", "news"),
    ("supply", "stocks", "opening"),
    ("demand", "chance", "need"),
)


@dataclass(frozen=True)
class Why:
    """One quarter's explanation. C causes, F figures by name (see `figure_names`).

    `shares` [C,F] and `carried` [F] add up to `after` - `before`, both [F]; `quarter` counts from 1.
    """

    quarter: int
    names: tuple[str, ...]
    causes: tuple[Cause, ...]
    before: Floats
    after: Floats
    shares: Floats
    carried: Floats

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def change(self, name: str) -> float:
        """How far a figure has moved. Raises KeyError."""
        place = self._places[name]
        return float(self.after[place] - self.before[place])

    def of(self, name: str) -> tuple[list[tuple[Cause, float]], float]:
        """The causes that moved a figure, the largest first, and what was carried over. Raises KeyError."""
        place = self._places[name]
        found = [
            (cause, float(share)) for cause, share in zip(self.causes, self.shares[:, place], strict=True)
        ]
        moving = [pair for pair in found if pair[1] != 0.0]
        return sorted(moving, key=lambda pair: -abs(pair[1])), float(self.carried[place])


def figure_names(rulebook: Rulebook) -> tuple[str, ...]:
    """`price.<good>.<nation>` USD/kg, `output.<good>.<nation>` t a quarter; of seats `cover.<seat>` days,
    `magnets.<seat>` t a quarter, `bill.<seat>` against the benchmark's, `stock.<seat>` public months."""
    places = [f"{good}.{nation}" for good in GOODS for nation in rulebook.nations]
    seats = [f"{kind}.{seat}" for kind in ("cover", "magnets", "bill", "stock") for seat in rulebook.seats]
    return (*(f"price.{p}" for p in places), *(f"output.{p}" for p in places), *seats)


def figures(rulebook: Rulebook, state: State) -> Floats:
    """Those figures in every world, [F,B]."""
    worlds, seats = state.size, range(rulebook.seat_count)
    base = np.maximum(home_bill0(rulebook, rulebook.nation_of), _LEAST_BILL_MUSD)
    bill = state.bill_musd / base if state.quarter else np.ones((len(seats), worlds))
    months = np.stack([stock_months(rulebook, state, seat) for seat in seats])
    cover = np.stack([cover_days(rulebook, state, seat) for seat in seats])
    nations = state.economy.price.reshape(-1, worlds), state.economy.supply.reshape(-1, worlds)
    return np.concatenate([*nations, cover, state.magnet_output_t, bill, months])


def why(rulebook: Rulebook, earlier: State | None, before: State, turn: Turn, *, most: int = MOST) -> Why:
    """Explain a quarter in world 0: the state before it, what it gave, and the state before the quarter
    before it (None in the first).
    """
    changes = changes_of(rulebook, earlier, before, turn.accepted, turn.state)
    play = _Replay(rulebook, earlier, before, turn.accepted, changes)
    size = _effects(play)
    causes = _causes([(change, s) for change, s in zip(changes, size, strict=True) if s > 0.0], most)
    coalitions = np.arange(1 << len(causes))
    through = np.ones((len(changes), coalitions.size), dtype=bool)
    for player, cause in enumerate(causes):
        for change in cause.changes:
            through[changes.index(change)] = coalitions >> player & 1 == 1
    worth = play(through)
    start = figures(rulebook, before.take([0, 0]))[:, 0]
    shares = shapley(worth) if causes else np.zeros((0, worth.shape[1]))
    return Why(
        quarter=before.quarter + 1,
        names=figure_names(rulebook),
        causes=tuple(causes),
        before=start,
        after=worth[-1],
        shares=shares,
        carried=worth[0] - start,
    )


@dataclass(frozen=True)
class _Replay:
    """A quarter to be played again, with some of its changes held back."""

    rulebook: Rulebook
    earlier: State | None
    before: State
    orders: OrderArray
    changes: tuple[Change, ...]

    def __call__(self, through: Mask) -> Floats:
        """Figures [worlds,F] where `through` [changes,worlds] is let through."""
        count = through.shape[1]
        worlds = max(count, 2)  # sums over one world round in another order
        first = np.zeros(worlds, dtype=np.intp)
        if count < worlds:
            through = np.repeat(through, worlds, axis=1)
        earlier = None if self.earlier is None else self.earlier.take([0])
        turn = resolve(
            self.rulebook,
            self.before.take(first),
            np.ascontiguousarray(self.orders[..., first]),
            causes=Causes(self.changes, through, earlier),
        )
        return figures(self.rulebook, turn.state).T[:count]


def _effects(play: _Replay) -> list[float]:
    """How far each change moves the figures, alone or as the only one missing; 0 if it moves none."""
    count = len(play.changes)
    one = np.eye(count, dtype=bool)
    ends = np.stack([np.ones(count, dtype=bool), np.zeros(count, dtype=bool)], axis=1)
    worth = play(np.concatenate([ends, ~one, one], axis=1))
    scale = np.maximum(np.abs(worth[0]), 1e-6)
    missing = np.abs(worth[2 : 2 + count] - worth[0]) / scale
    alone = np.abs(worth[2 + count :] - worth[1]) / scale
    sizes: list[float] = np.maximum(missing.max(axis=1), alone.max(axis=1)).tolist()
    return sizes


def _causes(changes: Sequence[tuple[Change, float]], most: int) -> list[Cause]:
    """Changes as at most so many causes: one for each kind and seat, kinds joined if these are too many;
    where there is room, or can be made, the largest changes by themselves. A cause's largest comes first."""
    groups: dict[tuple[str, int], list[tuple[Change, float]]] = {}
    for change, size in changes:
        kind = _KINDS.get(change.kind, "orders")
        groups.setdefault((kind, change.seat if kind == "orders" else -1), []).append((change, size))
    for one, other, together in _JOINED:
        if len(groups) > most and (one, -1) in groups and (other, -1) in groups:
            groups[together, -1] = groups.pop((one, -1)) + groups.pop((other, -1))
    while len(groups) > most:
        *_, last, final = groups
        groups["orders", -1] = groups.pop(last) + groups.pop(final)
    found: list[Cause] = []
    while several := [
        (size, key, change) for key, group in groups.items() if group[1:] for change, size in group
    ]:
        size, key, change = max(several)
        if len(groups) + len(found) >= most and not _made_room(groups, size):
            break
        groups[key].remove((change, size))
        found.append(Cause(key[0], change.seat, (change,)))
    for group in groups.values():
        group.sort(key=lambda entry: -entry[1])
    found += [Cause(kind, seat, tuple(c for c, _ in group)) for (kind, seat), group in groups.items()]
    return found


def _made_room(groups: dict[tuple[str, int], list[tuple[Change, float]]], size: float) -> bool:
    """Whether growth and chance were taken together for the sake of a change that moves far more."""
    minor = [groups.get((kind, -1), []) for kind in ("demand", "chance")]
    if not all(minor) or any(MINOR * s >= size for group in minor for _, s in group):
        return False
    groups["need", -1] = groups.pop(("demand", -1)) + groups.pop(("chance", -1))
    return True
