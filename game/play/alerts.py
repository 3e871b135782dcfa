"""Alerts: a player asks to be told when a figure passes a threshold. They stop a run of quarters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.i18n import Text

if TYPE_CHECKING:
    from game.play.course import Course

__all__ = ["ALERTS", "AlertKind", "alerts_passed", "thresholds_that_make_sense"]


@dataclass(frozen=True)
class AlertKind:
    """A figure that can be watched: a line of the market sheet (`{home}` is the seat's nation's), the side
    that worries, and the thresholds on offer. Its words are `play.alert.<id>` (a question) and
    `play.alert.<id>.passed`."""

    id: str
    series: str
    below: bool
    low: float
    high: float
    step: float
    default: float


ALERTS = (
    AlertKind("cover", "cover", True, 15, 180, 15, 60),
    AlertKind("bill", "bill", False, 1.25, 8, 0.25, 2),
    AlertKind("money", "money", True, -200, 400, 25, 50),
    AlertKind("confidence", "confidence", True, 25, 80, 5, 40),
    AlertKind("magnets", "magnets", True, 0, 6000, 250, 2000),
    AlertKind("light", "price.light_oxide", False, 20, 400, 10, 60),
    AlertKind("heavy", "price.heavy_oxide", False, 100, 3000, 50, 500),
)


def alerts_passed(match: Course, seat: str, thresholds: Mapping[str, float]) -> tuple[Text, ...]:
    """What has passed its threshold in the quarter played last, in words."""
    if not thresholds or not match.past:
        return ()
    from game.play.gauges import charts  # preferences know thresholds without a game
    from game.play.words import Words

    lines = {
        line.id: line.values
        for line in charts(match, match.rulebook.seat(seat), Words(match.loaded, match.rulebook))
    }
    found = []
    for kind in ALERTS:
        at, values = thresholds.get(kind.id), lines.get(kind.series)
        if at is None or values is None or len(values) < 2:
            continue
        before, now = values[-2], values[-1]
        if now < at <= before if kind.below else before <= at < now:
            found.append(Text(f"play.alert.{kind.id}.passed", {"at": at, "now": now}))
    return tuple(found)


def figures_now(match: Course, seat: str) -> dict[str, float]:
    """The watched figures as they stand, by the alert's id; what is not known is left out."""
    from game.play.gauges import charts
    from game.play.words import Words

    lines = charts(match, match.rulebook.seat(seat), Words(match.loaded, match.rulebook))
    last = {line.id: line.values[-1] for line in lines if line.values and line.values[-1] == line.values[-1]}
    return {kind.id: last[kind.series] for kind in ALERTS if kind.series in last}


def thresholds_that_make_sense(raw: object) -> dict[str, float]:
    """What of a stored choice can be used."""
    if not isinstance(raw, dict):
        return {}
    found = {}
    for kind in ALERTS:
        value = raw.get(kind.id)
        if isinstance(value, int | float) and not isinstance(value, bool) and value == value:
            found[kind.id] = float(min(kind.high, max(kind.low, value)))
    return found
