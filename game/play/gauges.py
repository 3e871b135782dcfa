"""The header's gauges, and the series that charts draw; why they moved says `game.play.why`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from game.economy.dims import (
    HO,
    LO,
    MG,
)
from game.i18n import Text
from game.play.course import Course
from game.play.view_parts import Gauge, Mood, Series
from game.rules.features import cover_days
from game.rules.legality import stock_months
from game.rules.state import State
from game.rules.tables import home_bill0

if TYPE_CHECKING:
    from game.play.words import Words

__all__ = ["bill_ratio", "charts", "gauges", "states_of"]

PRICED = {"light_oxide": LO, "heavy_oxide": HO, "magnets": MG}
_LEAST = 1e-9


def states_of(match: Course) -> list[State]:
    """The state before the game and after every played quarter."""
    return [match.first, *(played.after for played in match.past)]


def bill_ratio(match: Course, state: State, seat: int) -> float:
    """What home users and plants pay for rare earths against 2009; 1 before the first quarter."""
    if state.quarter == 0:
        return 1.0
    base = home_bill0(match.rulebook, int(match.rulebook.nation_of[seat]))
    return float(state.bill_musd[seat, 0] / np.asarray(base).reshape(-1)[0])


# ------------------------------------------------------------------------------------------- gauges


def gauges(match: Course, seat: int) -> tuple[Gauge, ...]:
    """Money, debt, confidence, influence, days of cover, the bill against 2009."""
    states = states_of(match)
    level = match.rulebook.level
    name = match.rulebook.seats[seat]
    info = level.seats[name]
    money = [float(s.money[seat, 0]) for s in states]
    limit = float(info.debt_limit_musd)
    floor = float(level.orders.confidence.fall_below)
    confidence = [float(s.confidence[seat, 0]) for s in states]
    influence = [float(s.influence[seat, 0]) for s in states]
    debt = [max(-value, 0.0) for value in money]
    cover = [float(cover_days(match.rulebook, s, seat)[0]) for s in states]
    bill = [bill_ratio(match, s, seat) for s in states]
    short = float(level.orders.ration.cover_below_days)
    top = max(300.0, *(value * 1.2 for value in money))
    return (
        _gauge("money", "wallet", "musd", money, (0.0, top), 1, _low(money[-1], 0.0, 30.0)),
        _gauge(
            "debt",
            "landmark",
            "musd",
            debt,
            (0.0, limit),
            -1,
            _high(debt[-1], 0.4 * limit, 0.8 * limit),
        ),
        _gauge(
            "confidence",
            "vote",
            "points",
            confidence,
            (0.0, 100.0),
            1,
            _low(confidence[-1], floor, floor + 10.0),
            at=floor,
        ),
        _gauge(
            "influence",
            "star",
            "influence",
            influence,
            (0.0, float(level.orders.influence.cap)),
            1,
            _low(influence[-1], 1.0, 2.0),
        ),
        _gauge(
            "cover",
            "hourglass",
            "days",
            cover,
            (0.0, 180.0),
            1,
            _low(cover[-1], short, short + 10.0),
            f"cover.{name}",
        ),
        _gauge(
            "bill",
            "receipt",
            "ratio",
            bill,
            (0.0, max(4.0, *bill)),
            -1,
            _high(bill[-1], 1.6, 3.0),
            f"bill.{name}",
        ),
    )


def _gauge(
    name: Literal["money", "debt", "confidence", "influence", "cover", "bill"],
    icon: str,
    unit: Any,
    values: list[float],
    scale: tuple[float, float],
    good_when: int,
    mood: Mood,
    figure: str = "",
    **said: float,
) -> Gauge:
    change = values[-1] - values[-2] if len(values) > 1 else None
    return Gauge(
        id=name,
        label=Text(f"play.gauge.{name}"),
        help=Text(f"play.gauge.{name}.help", said),
        icon=icon,
        value=values[-1],
        unit=unit,
        change=change,
        mood=mood,
        good_when=good_when,
        low=scale[0],
        high=scale[1],
        figure=figure or name,
        history=tuple(values),
    )


def _low(value: float, bad: float, warn: float) -> Mood:
    return "bad" if value < bad else "warn" if value < warn else "plain"


def _high(value: float, warn: float, bad: float) -> Mood:
    return "bad" if value > bad else "warn" if value > warn else "plain"


# ------------------------------------------------------------------------------------------- charts


def charts(match: Course, seat: int, words: Words) -> tuple[Series, ...]:
    """Lines of the market sheet: home and seller's prices, stocks, output, cover, the gauges' histories."""
    rulebook = match.rulebook
    states = states_of(match)
    nation = int(rulebook.nation_of[seat])
    home = rulebook.nations[nation]
    inside = match.loaded.setting.prices.inside
    found = []
    for name, good in PRICED.items():
        for where in dict.fromkeys((home, inside)):
            row = rulebook.nations.index(where)
            args = {"good": words.good(name), "nation": words.nation(where)}
            found.append(
                Series(
                    id=f"price.{name}" if where == home else f"price.{name}.{where}",
                    label=Text("play.chart.price", args),
                    unit="usd_kg",
                    first=0,
                    values=tuple(float(s.economy.price[good, row, 0]) for s in states),
                    base=float(rulebook.parameters.price0_usd_kg[good, row, 0]),
                    nation=where,
                    good=name,
                    figure=f"price.{name}.{where}",
                )
            )
    base_t = float(rulebook.magnet_base_t[seat])
    own = rulebook.seats[seat]
    found += [
        _series("cover", "days", [float(cover_days(rulebook, s, seat)[0]) for s in states], own),
        _series("stock", "months", [float(stock_months(rulebook, s, seat)[0]) for s in states], own),
        _series("magnets", "t", [float(s.magnet_output_t[seat, 0]) for s in states], own, base_t),
        _series("money", "musd", [float(s.money[seat, 0]) for s in states], base=0.0),
        _series("confidence", "points", [float(s.confidence[seat, 0]) for s in states]),
        _series("influence", "influence", [float(s.influence[seat, 0]) for s in states]),
        _series("bill", "ratio", [bill_ratio(match, s, seat) for s in states], own, 1.0),
    ]
    return tuple(found)


def _series(name: str, unit: Any, values: list[float], seat: str = "", base: float | None = None) -> Series:
    """A line of one's own figures; those that clearing decides are asked for by seat."""
    figure = f"{name}.{seat}" if seat else name
    return Series(name, Text(f"play.chart.{name}"), unit, 0, tuple(values), base, figure=figure)
