"""The debrief of a finished game as plain data: what a window, a hand-out or a class page draws.

Conventions as in `game.play.view`: words are Texts, quarters are level quarters counted from 1, money is USD
million, discounted to the start of the level where an account is meant. Nothing here knows a window.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.i18n import Text
from game.insight.account import Waterfall
from game.play.view_parts import MandateRow, Mood, Unit

__all__ = [
    "ClaimRow",
    "Debrief",
    "DecisionRow",
    "Fork",
    "Happening",
    "JointRow",
    "LeverBar",
    "Range",
    "Track",
    "TurnRow",
]


@dataclass(frozen=True, slots=True)
class Happening:
    """A quarter in two columns: what the papers led with, and what was ordered. `act` where an act begins."""

    quarter: int
    label: Text
    stories: tuple[Text, ...]
    mood: Mood
    orders: tuple[Text, ...]
    act: Text | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Where a worth lies when something is drawn anew: mean, and between which ends eight in ten lie."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class LeverBar:
    """What a lever, or the market by itself (`itself`), was worth.

    `low` and `high` are the 5th and 95th percentile over the futures of the played game; `lines` its worth
    on users, producers, treasury, nature. `seeds`: the same orders under other luck; `members`: under other
    parameter sets (None where the setting has no ensemble). `used` is False where no order was given.
    """

    id: str
    label: Text
    mean: float
    low: float
    high: float
    points: float | None
    lines: tuple[float, ...]
    used: bool
    seeds: Range | None = None
    members: Range | None = None


@dataclass(frozen=True, slots=True)
class JointRow:
    """What some levers were worth only together, beyond what each was worth without the others."""

    levers: tuple[str, ...]
    label: Text
    worth: float


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision. `share` is its part of the lever's bar, `spread` its standard deviation over futures.

    `error` is the standard error of the share where it was drawn (0: exact). `without` is what the end
    would have lacked without it. `sentence` tells it, `why` names who gained and who paid.
    """

    key: str
    lever: str
    quarter: int
    name: Text
    orders: tuple[Text, ...]
    share: float
    spread: float
    error: float
    without: float
    sentence: Text
    why: Text | None
    alone: float | None = None
    partner: Text | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """A line over the quarters `first`, `first` + 1, ... ; `other` is a second line to compare it with."""

    id: str
    label: Text
    unit: Unit
    first: int
    values: tuple[float, ...]
    other: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnRow:
    """An order without which the end would differ much; `worth` is by how much it would be lower."""

    quarter: int
    label: Text
    order: Text
    slot: str
    option: str
    worth: float
    spread: float


@dataclass(frozen=True, slots=True)
class Fork:
    """A what-if: the game without the order of a turning point. `parted` is the first quarter that differs.

    `tracks` have the played line and, as `other`, the changed one. `dropped` counts later orders that had
    become impossible.
    """

    turn: TurnRow
    parted: int | None
    parted_label: Text | None
    tracks: tuple[Track, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim about the real world: what is claimed, what sources say, the verdict, and where to read it."""

    id: str
    claim: Text
    evidence: Text
    verdict: str
    verdict_text: Text
    source: str


@dataclass(frozen=True, slots=True)
class Debrief:
    """The whole debrief of one seat.

    `assumed` are assumptions of the model that were changed for this game. `dates` name the points of the
    tracks: 0 is the quarter before the first, `quarters` the last that was played, the last one the end of
    the reckoning; `first_quarter` is the calendar quarter of point 1.
    `bars` are the levers and the market as the desk files the orders, `refiled` under the other filing.
    `spread` is the standard deviation of the lead over the futures; `own_verdict` what this game says to
    the game's own claim: for, against, mixed or silent.
    """

    level: str
    level_title: Text
    question: Text
    seat: str
    seat_name: Text
    seed: int
    practice: bool
    assumed: tuple[Text, ...]
    first_quarter: tuple[int, int]
    dates: tuple[Text, ...]
    quarters: int
    points: float | None
    points_note: Text | None
    mandate: tuple[MandateRow, ...]
    mandate_met: bool
    futures: int
    happened: tuple[Happening, ...]
    reckoning: tuple[Happening, ...]
    tracks: tuple[Track, ...]
    account: Waterfall
    spread: float
    bars: tuple[LeverBar, ...]
    refiled: tuple[LeverBar, ...]
    joint: tuple[JointRow, ...]
    decisions: tuple[DecisionRow, ...]
    decision_futures: int
    turns: tuple[TurnRow, ...]
    forks: tuple[Fork, ...]
    own_verdict: str
    groups: tuple[tuple[str, float], ...]
    claims: tuple[ClaimRow, ...]
    questions: tuple[Text, ...]

    def year_begins(self, point: int) -> int | None:
        """The year that begins with a point of the tracks, if one does."""
        index = self.first_quarter[0] * 4 + self.first_quarter[1] - 1 + point - 1
        return index // 4 if index % 4 == 0 else None

    def bar(self, lever: str) -> LeverBar:
        """The bar of a lever. Raises KeyError."""
        for bar in self.bars:
            if bar.id == lever:
                return bar
        raise KeyError(lever)
