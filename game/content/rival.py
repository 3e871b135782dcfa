"""Rivals: archetypes of governments, as rules on what they see."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from game.content.conditions import Condition
from game.content.fields import (
    FreeText,
    Id,
    LevelQuarter,
    Model,
    PackText,
    Share,
    Span,
    Switch,
    WholeNumber,
    bounded,
)
from game.content.lesson import Camp

__all__ = ["Difficulty", "Rival", "RivalRule", "Vary"]

Delay: TypeAlias = Annotated[Span, bounded(0, 100)]


class Vary(Model):
    """How simulated governments differ from the archetype."""

    delay: Delay | None = Field(default=None, description="[low, high] quarters later, drawn per government")
    skip: Share | None = Field(default=None, description="chance that a government leaves the rule out")


class RivalRule(Model):
    """If all conditions hold, this order."""

    id: Id
    conditions: tuple[Condition, ...] = Field(default=(), alias="if")
    from_quarter: LevelQuarter = Field(default=1, alias="from")
    to_quarter: LevelQuarter | None = Field(
        default=None, alias="to", description="last quarter; omitted = always"
    )
    every: Annotated[WholeNumber, bounded(1, 100)] = Field(
        default=1, description="quarters between two tries"
    )
    slot: FreeText = Field(description="slot id; `*` stands for any part, `home` for the own nation")
    option: FreeText | None = Field(default=None, description="omitted = the slot's first")
    once: Switch = False
    reason: PackText = Field(description="why, in the minister's words")
    vary: Vary = Vary()


class Rival(Model):
    """An archetype; rules that match and are legal fill the agenda in order."""

    format: Literal["1"]
    kind: Literal["rival"]
    id: Id
    name: PackText
    text: PackText
    camp: Camp | None = Field(
        default=None, description="what it mainly does, for the claims of a lesson; omitted = none of these"
    )
    rules: tuple[RivalRule, ...]


class Difficulty(Model):
    """What a level changes for a difficulty: who governs the seats that no person does."""

    rivals: dict[Id, Id] = Field(default={}, description="seat: archetype that governs it instead")
