"""Seats: nations that somebody governs, their ministers, factories and mandates."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from game.content.fields import Figure, Id, Ids, Model, PackText, Share, Unsigned, WholeNumber, bounded
from game.content.objectives import Objective

__all__ = ["Advisers", "Factory", "Minister", "Seat", "Use"]

Use: TypeAlias = Literal["cars", "electronics", "machines"]
Temperament: TypeAlias = Literal["planner", "marketeer", "vendor", "home_first", "follower"]
Points: TypeAlias = Annotated[Figure, bounded(0, 100)]


class Minister(Model):
    """The fictional person who governs a rival seat."""

    name: PackText
    temperament: Temperament
    wish: PackText
    red_line: PackText


class Advisers(Model):
    """The fictional people who advise whoever governs the seat, by office."""

    treasury: PackText = Field(description="name")
    industry: PackText = Field(description="name")
    foreign: PackText = Field(description="name")


class Factory(Model):
    """A fictional home plant that gives the figures a face."""

    id: Id
    name: PackText
    use: Use
    workers: Annotated[WholeNumber, bounded(1, 1_000_000)]
    share: Share = Field(description="of the nation's magnet need")


def _three_that_add_up(factories: tuple[Factory, ...]) -> tuple[Factory, ...]:
    if len(factories) != 3:
        raise PydanticCustomError("factories.three", "three factories", {"found": len(factories)})
    total = sum(factory.share for factory in factories)
    if abs(total - 1) > 1e-6:
        raise PydanticCustomError("factories.shares", "shares add to 1", {"total": f"{total:g}"})
    return factories


class Seat(Model):
    """A nation with a government: its means, its people, its mandate."""

    nation: Id
    name: PackText
    role: PackText = Field(description="who you are")
    brief: PackText = Field(description="the situation and what you can do")
    money_musd: Figure
    income_musd: Figure = Field(description="USD million a quarter")
    confidence: Points
    influence: Unsigned
    influence_income: Unsigned = Field(description="a quarter")
    debt_limit_musd: Unsigned
    minister: Minister
    advisers: Advisers | None = Field(default=None, description="without it they go by their offices")
    rival: Id = Field(description="archetype that governs it when the machine does")
    factories: Annotated[tuple[Factory, ...], AfterValidator(_three_that_add_up)]
    mandate: Annotated[tuple[Objective, ...], Field(min_length=1)]
    sources: Ids = ()
