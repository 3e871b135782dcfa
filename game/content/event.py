"""Events: when they come, what they do, whom they ask, and the answers."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from game.content.conditions import Condition
from game.content.effects import Effect
from game.content.fields import (
    ChanceTable,
    Figure,
    Id,
    Ids,
    LevelQuarter,
    Model,
    PackText,
    Share,
    Span,
    Switch,
    WholeNumber,
    bounded,
)
from game.content.vocabulary import Lever

__all__ = ["Choice", "ChoiceCost", "Event", "Known", "Rumour"]

Known: TypeAlias = Literal["secret", "rumoured", "announced"]


class ChoiceCost(Model):
    """What a choice costs the seat at once."""

    money: Figure = Field(default=Figure(0), description="USD million")
    influence: Figure = Figure(0)


class Choice(Model):
    """One answer to a dossier."""

    id: Id
    lever: Lever | None = Field(default=None, description="lever it counts for; omitted = for none")
    seats: Ids = Field(default=(), description="asked seats that it is open to; omitted = all of them")
    label: PackText = Field(description="words on the button")
    text: PackText = Field(description="what it means")
    cost: ChoiceCost = ChoiceCost()
    conditions: tuple[Condition, ...] = Field(default=(), alias="if", description="all must hold")
    effects: tuple[Effect, ...] = ()
    default: Switch = Field(
        default=False, description="taken when nobody answers; exactly one for each asked seat"
    )


class Rumour(Model):
    """What is heard before."""

    lead: Annotated[WholeNumber, bounded(1, 40)] = Field(default=1, description="quarters before")
    text: PackText
    true_odds: Share = Field(default=Figure(0.7), description="shown chance that it is true")


class Event(Model):
    """Something that happens, perhaps."""

    id: Id
    great: Switch = Field(default=False, description="one of the great events of the level")
    side: Switch = Field(default=False, description="one of those that are dealt (`deal` of them a game)")
    act: Id | None = None
    title: PackText
    text: PackText
    sources: Ids = ()
    sender: Id | None = Field(default=None, description="seat whose minister writes the dossier")
    nation: Id | None = Field(default=None, description="nation it is about, for the map and {nation}")
    known: Known = Field(default="secret", description="what forecast, advisers and rivals know beforehand")
    when: ChanceTable | None = Field(default=None, description="omitted = as soon as `if` holds")
    from_quarter: LevelQuarter = Field(default=1, alias="from", description="without `when`: not before")
    odds: Share = Field(
        default=Figure(1), description="without `when`: chance in each quarter in which `if` holds"
    )
    conditions: tuple[Condition, ...] = Field(
        default=(), alias="if", description="checked when due; all must hold"
    )
    rumour: Rumour | None = None
    size: Span | None = Field(default=None, description="[low, high], drawn evenly; used by `value: size`")
    effects: tuple[Effect, ...] = ()
    ask: Ids = Field(default=(), description="seats that get a dossier")
    choices: tuple[Choice, ...] = ()

    def open_to(self, seat: str) -> tuple[Choice, ...]:
        """The choices that an asked seat has."""
        return tuple(choice for choice in self.choices if not choice.seats or seat in choice.seats)

    @model_validator(mode="after")
    def _sound(self) -> Event:
        if self.great and self.side:
            raise PydanticCustomError("event.great_side", "great and side", {"id": self.id})
        if self.when is None and not self.conditions:
            raise PydanticCustomError("event.never", "no when and no if", {"id": self.id})
        if bool(self.ask) != bool(self.choices):
            code = "event.no_choices" if self.ask else "event.no_ask"
            raise PydanticCustomError(code, "ask and choices", {"id": self.id})
        for seat in self.ask:
            defaults = sum(choice.default for choice in self.open_to(seat))
            if defaults != 1:
                facts = {"id": self.id, "seat": seat, "found": defaults}
                raise PydanticCustomError("event.default", "one default", facts)
        return self
