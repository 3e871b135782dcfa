"""The header's gauges with the lines behind each change, and the series that charts draw.

Lines of money, confidence and influence are the ledger's own; those of cover and bill come from the quarter's
flows. The lines of a gauge add up to its change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from game.economy.dims import (
    DAYS_A_QUARTER,
    GOODS,
    HO,
    LO,
    MG,
    MONTHS_A_QUARTER,
    MUSD_PER_TONNE_AT_ONE_USD_KG,
)
from game.i18n import Text
from game.play.course import Course, Played
from game.play.view_parts import Gauge, Line, Mood, Series
from game.rules.features import cover_days
from game.rules.ledger import Ledger
from game.rules.legality import stock_months
from game.rules.state import State
from game.rules.tables import home_bill0

if TYPE_CHECKING:
    from game.play.words import Words

__all__ = ["bill_ratio", "charts", "gauges", "ledger_lines", "states_of"]

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


def ledger_lines(ledger: Ledger, measure: str, seat: int, words: Words, other: int = -1) -> list[Line]:
    """The ledger's entries of a seat in one measure, equal causes added up, the largest first."""
    found: dict[tuple[str, str], float] = {}
    causes: dict[tuple[str, str], Any] = {}
    for entry in ledger.entries:
        pair = {entry.seat, entry.other}
        mine = pair == {seat, other} if measure == "trust" else entry.seat == seat
        if entry.measure != measure or not mine:
            continue
        key = (entry.cause.kind, entry.cause.id)
        found[key] = found.get(key, 0.0) + float(entry.amount[0])
        causes[key] = entry.cause
    lines = [
        Line(words.cause(causes[key], seat), amount, key[0], key[1], words.origin(causes[key]))
        for key, amount in found.items()
        if abs(amount) > _LEAST
    ]
    return sorted(lines, key=lambda line: -abs(line.amount))


def balanced(lines: list[Line], change: float | None) -> tuple[Line, ...]:
    """The lines, and what they leave unexplained as a last one, so that they add up to the change."""
    if change is None:
        return ()
    rest = change - sum(line.amount for line in lines)
    if abs(rest) > max(1e-6, 1e-9 * abs(change)):
        lines = [*lines, Line(Text("play.cause.carried"), rest, "carried")]
    return tuple(lines)


# ------------------------------------------------------------------------------------------- gauges


def gauges(match: Course, seat: int, words: Words) -> tuple[Gauge, ...]:
    """Money, debt, confidence, influence, days of cover, the bill against 2009."""
    states = states_of(match)
    last = match.past[-1] if match.past else None
    level = match.rulebook.level
    info = level.seats[match.rulebook.seats[seat]]
    money = [float(s.money[seat, 0]) for s in states]
    money_lines = ledger_lines(last.turn.ledger, "money", seat, words) if last else []
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
        _gauge("money", "wallet", "musd", money, money_lines, (0.0, top), 1, _low(money[-1], 0.0, 30.0)),
        _gauge(
            "debt",
            "landmark",
            "musd",
            debt,
            _debt_lines(debt, money, money_lines),
            (0.0, limit),
            -1,
            _high(debt[-1], 0.4 * limit, 0.8 * limit),
        ),
        _gauge(
            "confidence",
            "vote",
            "points",
            confidence,
            _lines(last, "confidence", seat, words),
            (0.0, 100.0),
            1,
            _low(confidence[-1], floor, floor + 10.0),
        ),
        _gauge(
            "influence",
            "star",
            "influence",
            influence,
            _lines(last, "influence", seat, words),
            (0.0, float(level.orders.influence.cap)),
            1,
            _low(influence[-1], 1.0, 2.0),
        ),
        _gauge(
            "cover",
            "hourglass",
            "days",
            cover,
            _cover_lines(match, seat, words),
            (0.0, 180.0),
            1,
            _low(cover[-1], short, short + 10.0),
        ),
        _gauge(
            "bill",
            "receipt",
            "ratio",
            bill,
            _bill_lines(match, seat),
            (0.0, max(4.0, *bill)),
            -1,
            _high(bill[-1], 1.6, 3.0),
        ),
    )


def _gauge(
    name: Literal["money", "debt", "confidence", "influence", "cover", "bill"],
    icon: str,
    unit: Any,
    values: list[float],
    lines: list[Line],
    scale: tuple[float, float],
    good_when: int,
    mood: Mood,
) -> Gauge:
    change = values[-1] - values[-2] if len(values) > 1 else None
    return Gauge(
        id=name,
        label=Text(f"play.gauge.{name}"),
        help=Text(f"play.gauge.{name}.help"),
        icon=icon,
        value=values[-1],
        unit=unit,
        change=change,
        lines=balanced(lines, change),
        mood=mood,
        good_when=good_when,
        low=scale[0],
        high=scale[1],
        history=tuple(values),
    )


def _low(value: float, bad: float, warn: float) -> Mood:
    return "bad" if value < bad else "warn" if value < warn else "plain"


def _high(value: float, warn: float, bad: float) -> Mood:
    return "bad" if value > bad else "warn" if value > warn else "plain"


def _lines(last: Played | None, measure: str, seat: int, words: Words) -> list[Line]:
    return ledger_lines(last.turn.ledger, measure, seat, words) if last else []


def _debt_lines(debt: list[float], money: list[float], lines: list[Line]) -> list[Line]:
    """Debt is money below zero: the same lines, turned, and what cash took of them."""
    if len(debt) < 2 or debt[-1] == debt[-2]:
        return []
    turned = [Line(line.text, -line.amount, line.cause, line.about, line.origin) for line in lines]
    cash = (max(money[-1], 0.0) - max(money[-2], 0.0)) if money[-1] > 0 or money[-2] > 0 else 0.0
    if cash:
        turned.append(Line(Text("play.cause.from_cash"), cash, "from_cash"))
    return turned


def _cover_lines(match: Course, seat: int, words: Words) -> list[Line]:
    """Days of cover by what came, what was used and what the state did, for the scarcer oxide."""
    if not match.past:
        return []
    played = match.past[-1]
    nation = int(match.rulebook.nation_of[seat])
    good = _scarcer(match, played.after, seat)
    outcome = played.turn.outcome
    need = MONTHS_A_QUARTER * float(match.rulebook.need_month_t[0 if good == LO else 1, seat])
    days = DAYS_A_QUARTER / max(need, _LEAST)
    came = outcome.trade[good, :, nation, 0]
    lines = []
    for seller in np.argsort(-came):
        if int(seller) != nation and came[seller] * days > 0.5:
            name = {"nation": words.nation(match.rulebook.nations[int(seller)])}
            lines.append(Line(Text("play.cover.from", name), float(came[seller]) * days, "imports"))
    used = float(outcome.plant_input[good, nation, 0])
    lines.append(Line(Text("play.cover.plants"), -used * days, "plants"))
    final = float(outcome.final_use[good, nation, 0])
    lines.append(Line(Text("play.cover.users"), -final * days, "users"))
    own = float(outcome.sold[good, nation, 0])
    gone = float(outcome.trade[good, nation, :, 0].sum() - outcome.trade[good, nation, nation, 0])
    lines.append(Line(Text("play.cover.own"), own * days, "own"))
    lines.append(Line(Text("play.cover.exports"), -gone * days, "exports"))
    return sorted((line for line in lines if abs(line.amount) > 0.05), key=lambda line: -abs(line.amount))


def _scarcer(match: Course, state: State, seat: int) -> int:
    """The oxide of which there are fewer days."""
    nation = int(match.rulebook.nation_of[seat])
    held = [
        float(state.economy.stock[good, nation, 0] + state.economy.public_stock[good, nation, 0])
        / max(float(match.rulebook.need_month_t[row, seat]), _LEAST)
        for row, good in ((0, LO), (1, HO))
    ]
    return LO if held[0] <= held[1] else HO


def _bill_lines(match: Course, seat: int) -> list[Line]:
    """The bill's change by good, split into price and quantity (each at the mean of the other)."""
    if len(match.past) < 2:
        return []
    nation = int(match.rulebook.nation_of[seat])
    now, then = match.past[-1].turn.outcome, match.past[-2].turn.outcome
    base = float(np.asarray(home_bill0(match.rulebook, nation)).reshape(-1)[0])
    lines = []
    for good in (LO, HO, MG):
        p1, p0 = float(now.price[good, nation, 0]), float(then.price[good, nation, 0])
        q1, q0 = (_billed(outcome, good, nation) for outcome in (now, then))
        scale = MUSD_PER_TONNE_AT_ONE_USD_KG / base
        name = {"good": Text(f"good.{GOODS[good]}")}
        by_price, by_mass = (p1 - p0) * (q1 + q0) / 2 * scale, (q1 - q0) * (p1 + p0) / 2 * scale
        lines.append(Line(Text("play.bill.price", name), by_price, "price", GOODS[good]))
        lines.append(Line(Text("play.bill.mass", name), by_mass, "mass", GOODS[good]))
    return sorted((line for line in lines if abs(line.amount) > 1e-4), key=lambda line: -abs(line.amount))


def _billed(outcome: Any, good: int, nation: int) -> float:
    """Tonnes of a good that count in the bill."""
    used = float(outcome.final_use[good, nation, 0])
    return used if good == MG else used + float(outcome.plant_input[good, nation, 0])


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
                )
            )
    base_t = float(rulebook.magnet_base_t[seat])
    found += [
        _series("cover", "days", [float(cover_days(rulebook, s, seat)[0]) for s in states]),
        _series("stock", "months", [float(stock_months(rulebook, s, seat)[0]) for s in states]),
        _series("magnets", "t", [float(s.magnet_output_t[seat, 0]) for s in states], base_t),
        _series("money", "musd", [float(s.money[seat, 0]) for s in states], 0.0),
        _series("confidence", "points", [float(s.confidence[seat, 0]) for s in states]),
        _series("influence", "influence", [float(s.influence[seat, 0]) for s in states]),
        _series("bill", "ratio", [bill_ratio(match, s, seat) for s in states], 1.0),
    ]
    return tuple(found)


def _series(name: str, unit: Any, values: list[float], base: float | None = None) -> Series:
    return Series(f"{name}", Text(f"play.chart.{name}"), unit, 0, tuple(values), base)
