"""What a screen shows of a level's guide. Conventions as in `game.play.view`."""

from __future__ import annotations

from dataclasses import dataclass

from game.i18n import Text
from game.play.view_parts import Source

__all__ = ["Bubble", "GuideView", "Opening", "Point"]


@dataclass(frozen=True, slots=True)
class Bubble:
    """The step that is shown: what it says, where it points, and what completes it.

    `look_at` and `action` are words of the guide's closed vocabulary, `action` without the name behind its
    colon.
    `guesses` are the answers of a prediction, `outcome` says what came of an earlier one.
    """

    step: str
    number: int
    of: int
    title: Text | None
    text: Text
    look_at: str
    action: str
    guesses: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    outcome: Text | None = None


@dataclass(frozen=True, slots=True)
class GuideView:
    """`hidden`: parts of the screen that a later step unlocks. `running`: steps are still to come."""

    bubble: Bubble | None
    hidden: frozenset[str]
    running: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in large letters and what it says; `share` can be drawn."""

    figure: Text
    text: Text
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A page before the first quarter. `pictures` are some of magnet, factories, gauges."""

    id: str
    pictures: tuple[str, ...]
    title: Text
    text: Text
    points: tuple[Point, ...]
    sources: tuple[Source, ...]
    terms: tuple[str, ...]
