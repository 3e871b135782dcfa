"""The level: everything that a game needs besides the setting, the history script and the rivals."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from game.content.difficulty import DifficultyName
from game.content.event import Event
from game.content.fields import (
    AbsoluteQuarter,
    AnyText,
    Confidence,
    Figure,
    FreeText,
    Id,
    Ids,
    LevelQuarter,
    Model,
    PackText,
    Share,
    WholeNumber,
    bounded,
)
from game.content.guide import Guide
from game.content.lesson import Claim
from game.content.order_params import OrderParams
from game.content.project import Project
from game.content.rival import Difficulty
from game.content.seat import Seat
from game.content.vocabulary import GOODS, Good

__all__ = ["Act", "Board", "HistoryUse", "Level", "Par", "Solution", "SolutionOrder", "Source", "TrustPair"]

Seed: TypeAlias = Annotated[WholeNumber, bounded(0, 10**15)]
Turns: TypeAlias = tuple[Annotated[WholeNumber, bounded(1, 200)], ...]


class HistoryUse(Model):
    """The scripted background: which script, minus what the level handles itself."""

    use: Id | None = Field(default=None, description="a script; none if the setting's projects are enough")
    skip: Ids = Field(default=(), description="ids of entries, and of the setting's projects")


class Act(Model):
    """A part of the story, from a quarter on."""

    id: Id
    from_quarter: LevelQuarter = Field(alias="from")
    title: PackText
    text: PackText


class TrustPair(Model):
    """Trust between two seats at the start; pairs that are not named have 50."""

    between: Annotated[tuple[Id, ...], Field(min_length=2, max_length=2)]
    value: Annotated[Figure, bounded(0, 100)]


class Board(Model):
    """The project board."""

    visible: Annotated[WholeNumber, bounded(0, 50)] = 5
    refresh_year: Annotated[WholeNumber, bounded(0, 50)] = Field(default=2, description="new ones a year")
    order: Ids = Field(default=(), description="projects, in the order in which they turn up")


class SolutionOrder(Model):
    """An order of the proof that a seat's mandate can be met."""

    quarter: LevelQuarter
    slot: FreeText
    option: FreeText | None = Field(default=None, description="omitted = the slot's first")


class Solution(Model):
    """Orders that meet a seat's mandate with this seed; a test plays them."""

    seed: Seed
    orders: tuple[SolutionOrder, ...]


def _rising(values: tuple[Figure, ...]) -> tuple[Figure, ...]:
    if any(b < a for a, b in pairwise(values)):
        raise PydanticCustomError("par.quantiles", "must rise", {})
    return values


class Par(Model):
    """What simulated governments reached; written by `lab par`, not by hand."""

    p90_musd: Figure = Field(description="90th percentile of the account above doing nothing")
    governments: Annotated[WholeNumber, bounded(1)]
    seed: Seed
    passed: Share = Field(description="share that met the mandate")
    quantiles: Annotated[
        tuple[Figure, ...], Field(min_length=101, max_length=101), AfterValidator(_rising)
    ] = Field(description="percentiles 0 to 100")


class Source(Model):
    """Where a statement can be read."""

    text: AnyText = Field(description="the citation; plain text where it is the same in all languages")
    url: FreeText | None = None
    confidence: Confidence | None = None


class Level(Model):
    """A level file."""

    format: Literal["1"]
    kind: Literal["level"]
    id: Id
    title: PackText
    question: PackText = Field(description="what the level asks")
    briefing: PackText
    teaser: PackText = Field(description="one line for the list of levels")
    setting: Id
    start: AbsoluteQuarter = Field(description="calendar quarter of Q1")
    quarters: Annotated[WholeNumber, bounded(1, 200)] = Field(description="quarters that are played")
    caretaker: Annotated[WholeNumber, bounded(0, 200)] = Field(description="quarters that run on afterwards")
    discount_year: Annotated[Figure, bounded(0, 1)] = Figure(0.05)
    history: HistoryUse | None = None
    acts: tuple[Act, ...] = ()
    turns: Turns = Field(
        default=(), description="quarters of each turn in a class lesson; adds up to `quarters`"
    )
    seeds: dict[Id, Seed] = Field(default={}, description="named seeds, such as `history`")
    goods_shown: Annotated[tuple[Good, ...], Field(min_length=1)] = GOODS  # type: ignore[assignment]
    seats: Annotated[dict[Id, Seat], Field(min_length=1)]
    trust: tuple[TrustPair, ...] = ()
    orders: OrderParams = OrderParams()
    projects: tuple[Project, ...] = ()
    board: Board = Board()
    events: tuple[Event, ...] = ()
    deal: Annotated[WholeNumber, bounded(0, 100)] = Field(default=0, description="side events dealt a game")
    lesson: tuple[Claim, ...] = Field(default=(), description="what it claims; tried by `check --lesson`")
    questions: Annotated[tuple[PackText, ...], Field(max_length=12)] = Field(
        default=(), description="for talking about the game afterwards; printed with the debrief"
    )
    difficulties: dict[DifficultyName, Difficulty] = Field(
        default={}, description="apprentice, minister, veteran: other rivals; omitted = the seats' own"
    )
    guide: Guide | None = Field(default=None, description="shows a beginner round, step by step")
    solutions: dict[Id, Solution] = Field(default={}, description="by seat")
    par: dict[Id, Par] = Field(default={}, description="by seat")
    sources: dict[Id, Source] = Field(default={}, description="by key")

    @property
    def seat_ids(self) -> tuple[str, ...]:
        """Seats in the order of the file, which is the order of the seat axis."""
        return tuple(self.seats)

    @property
    def last_quarter(self) -> int:
        """The last caretaker quarter, counted from 1."""
        return self.quarters + self.caretaker

    def quarter_number(self, quarter: Any) -> int:
        """Level quarter (1 = the first) of a calendar quarter; below 1 before the start."""
        return int(quarter.index) - self.start.index + 1

    def rivals_at(self, difficulty: str) -> dict[str, str]:
        """Seat -> archetype that governs it, at this difficulty."""
        changed = self.difficulties.get(difficulty, Difficulty()).rivals  # type: ignore[call-overload]
        return {name: changed.get(name, seat.rival) for name, seat in self.seats.items()}

    def start_trust(self, one: str, other: str) -> float:
        """Trust between two seats at the start."""
        return next((float(p.value) for p in self.trust if set(p.between) == {one, other}), 50.0)

    @model_validator(mode="after")
    def _turns_add_up(self) -> Level:
        if self.turns and sum(self.turns) != self.quarters:
            counts = {"total": sum(self.turns), "quarters": self.quarters}
            raise PydanticCustomError("turns.total", "turns", counts)
        return self
